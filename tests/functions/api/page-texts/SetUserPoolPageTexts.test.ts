import { DeleteUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const set = (UserPoolId: string, Texts: object, Language = 'de') =>
  callOwn<object>('SetUserPoolPageTexts', { UserPoolId, Language, Texts });

const textsOf = async (UserPoolId: string, Language = 'de') =>
  (await callOwn<{ Texts: object }>('GetUserPoolPageTexts', { UserPoolId, Language })).Texts;

describe('SetUserPoolPageTexts', () => {
  it('replaces what a pool had in that language, and nothing in another', async () => {
    const { poolId: UserPoolId } = await makePool();
    const Texts = { 'signIn.title': 'Bei Acme anmelden', 'rules.length.one': '{count} Zeichen oder mehr' };

    expect(await set(UserPoolId, Texts)).toEqual({ UserPoolId, Language: 'de', Texts });
    await set(UserPoolId, { 'signIn.title': 'Acme' }, 'zh-TW');
    expect(await textsOf(UserPoolId)).toEqual(Texts);

    await set(UserPoolId, { 'signUp.title': 'Neu hier' });
    expect(await textsOf(UserPoolId)).toEqual({ 'signUp.title': 'Neu hier' });
    await set(UserPoolId, {});
    expect(await textsOf(UserPoolId)).toEqual({});
    expect(await textsOf(UserPoolId, 'zh-TW')).toEqual({ 'signIn.title': 'Acme' });
  });

  it('is not reset by UpdateUserPool', async () => {
    const { poolId: UserPoolId } = await makePool();
    await set(UserPoolId, { 'signIn.title': 'Acme' });
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId }));
    expect(await textsOf(UserPoolId)).toEqual({ 'signIn.title': 'Acme' });
  });

  it('keeps the texts of administrators who set those of other languages at once', async () => {
    const { poolId: UserPoolId } = await makePool();
    const languages = ['de', 'fr', 'ja', 'ko'];
    await Promise.all(languages.map((language) => set(UserPoolId, { 'signIn.title': language }, language)));
    for (const language of languages) {
      expect(await textsOf(UserPoolId, language)).toEqual({ 'signIn.title': language });
    }
  });

  it('takes markup and braces as text', async () => {
    const { poolId } = await makePool();
    const Texts = { 'signIn.title': '<b onclick="x">{</b> } {} & \\ {a b}' };
    await set(poolId, Texts);
    expect(await textsOf(poolId)).toEqual(Texts);
  });

  it.each([
    ['a text that there is not', { 'signIn.titel': 'x' }, 'The pages have no text signIn.titel in this language.'],
    ['a name of an object', { constructor: 'x' }, 'The pages have no text constructor in this language.'],
    ['a place that is not filled in', { 'signIn.title': '{name}' }, 'The text signIn.title takes no {name}.'],
    [
      'another place than that',
      { 'code.sentTo': '{destination} {code}' },
      'The text code.sentTo takes no {code}. It takes {destination}.',
    ],
    ['a name with a space', { 'sign in': 'x' }, /texts.*pattern/i],
    ['an empty text', { 'signIn.title': '' }, /length greater than or equal to 1/],
    ['two lines', { 'signIn.title': 'a\nb' }, /pattern/],
    ['a long text', { 'signIn.title': 'x'.repeat(1001) }, /length less than or equal to 1000/],
    ['many texts', Object.fromEntries(Array.from({ length: 513 }, (_none, at) => [`a${at}`, 'x'])), /512/],
  ])('refuses %s', async (_what, texts, message) => {
    const { poolId } = await makePool();
    await expect(set(poolId, texts)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    expect(await textsOf(poolId)).toEqual({});
  });

  it('refuses a language that pages do not have, and a form that the language does not have', async () => {
    const { poolId } = await makePool();
    await expect(set(poolId, {}, 'nl')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(set(poolId, { 'rules.length.one': 'x' }, 'ja')).rejects.toMatchObject({
      message: 'The pages have no text rules.length.one in this language.',
    });
  });

  it('asks for a pool that is there, and for a signature', async () => {
    const { poolId: UserPoolId } = await makePool();
    const request = { UserPoolId, Language: 'de', Texts: {} };
    await expect(callOwnUnsigned('SetUserPoolPageTexts', request)).rejects.toMatchObject({
      name: 'MissingAuthenticationTokenException',
    });
    await adminClient().send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(set(UserPoolId, {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
