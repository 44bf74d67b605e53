import { describe, expect, it } from 'vitest';
import { languages } from '#shared/pages/texts/texts.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

interface Answer {
  readonly Texts: Readonly<Record<string, string>>;
  readonly DefaultTexts: Readonly<Record<string, string>>;
}

describe('GetUserPoolPageTexts', () => {
  it.each(languages)('tells all texts that can be set in %s, and they can', async (Language) => {
    const { poolId: UserPoolId } = await makePool();
    const { Texts, DefaultTexts } = await callOwn<Answer>('GetUserPoolPageTexts', { UserPoolId, Language });
    expect(Texts).toEqual({});

    await callOwn('SetUserPoolPageTexts', { UserPoolId, Language, Texts: DefaultTexts });
    const after = await callOwn<Answer>('GetUserPoolPageTexts', { UserPoolId, Language });
    expect(after).toEqual({ UserPoolId, Language, Texts: DefaultTexts, DefaultTexts });
  });

  it('names plural forms one by one', async () => {
    const { poolId: UserPoolId } = await makePool();
    const { DefaultTexts } = await callOwn<Answer>('GetUserPoolPageTexts', { UserPoolId, Language: 'en' });
    expect(DefaultTexts).toMatchObject({
      'rules.length.one': 'At least {count} character',
      'rules.length.other': 'At least {count} characters',
      'signIn.title': 'Sign in',
    });
  });

  it('asks for a pool that is there, and for a signature', async () => {
    const request = { UserPoolId: 'us-east-1_NoSuchOne', Language: 'de' };
    await expect(callOwn('GetUserPoolPageTexts', request)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(callOwnUnsigned('GetUserPoolPageTexts', request)).rejects.toMatchObject({
      name: 'MissingAuthenticationTokenException',
    });
  });
});
