import { randomUUID } from 'node:crypto';
import { SignUpCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';

const set = (UserPoolId: string, Kind: string, Language: string, words: object) =>
  callOwn<object>('SetMessageTemplate', { UserPoolId, Kind, Language, ...words });

const signUp = async (ClientId: string, locale = 'de') => {
  const email = anEmail();
  const UserAttributes = [
    { Name: 'email', Value: email },
    { Name: 'locale', Value: locale },
  ];
  await publicClient().send(
    new SignUpCommand({ ClientId, Username: randomUUID(), Password: password, UserAttributes }),
  );
  return (await mailTo(email)).at(-1);
};

describe('SetMessageTemplate', () => {
  it('has words sent for that language, until they are taken away or the pool has words of the API', async () => {
    const { poolId: UserPoolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await set(UserPoolId, 'SignUp', 'de', {
      EmailSubject: 'Hallo',
      EmailMessage: '<i>{####}</i>',
      EmailText: 'Code {####}',
    });
    const own = await signUp(clientId);
    expect(own).toMatchObject({ subject: 'Hallo', body: expect.stringMatching(/^<i>\d{6}<\/i>$/) });
    expect(own?.text).toMatch(/^Code \d{6}$/);
    expect((await signUp(clientId, 'es'))?.text).toMatch(/^Tu código/);

    const VerificationMessageTemplate = { EmailMessage: 'api {####}', EmailSubject: 'api' };
    await adminClient().send(
      new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ['email'], VerificationMessageTemplate }),
    );
    expect(await signUp(clientId)).toMatchObject({ subject: 'api', body: expect.stringMatching(/^api \d{6}$/) });
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ['email'] }));

    await set(UserPoolId, 'SignUp', 'de', {});
    expect((await signUp(clientId))?.text).toMatch(/^Ihr Bestätigungscode/);
  });

  it('puts text alone into the look of the pool, and serves the default language for others', async () => {
    const { poolId: UserPoolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await callOwn('SetMessageBranding', { UserPoolId, DefaultLanguage: 'fr', SenderName: 'Acme' });
    await set(UserPoolId, 'SignUp', 'fr', { EmailText: 'Bonjour <{username}> !\n\nCode\u00a0: {####}' });
    const mail = await signUp(clientId, 'ja');
    expect(mail?.subject).toBe('Votre code de vérification');
    expect(mail?.text).toMatch(/^Bonjour <\S+> !\n\nCode\u00a0: \d{6}\n$/);
    expect(mail?.body).toMatch(/>Bonjour &lt;\S+> !</);
    expect(mail?.body).toContain('lang="fr"');
  });

  it.each([
    ['SignUp', { EmailText: 'no code here' }, 'EmailText of SignUp needs {####}.'],
    ['AdminCreateUser', { SmsMessage: 'only {####}' }, 'SmsMessage of AdminCreateUser needs {username}.'],
    ['AdminCreateUser', { EmailSubject: '{####}', EmailText: '{####} {username}' }, /must not tell the password/],
    ['RiskMfa', { EmailSubject: '{feedback-token}', EmailText: 'Was it you?' }, /must not tell \{feedback-token\}/],
    ['RiskNoAction', { EmailSubject: '{one-click-link-valid}', EmailText: 'Was it you?' }, /must not tell \{one-click/],
    ['SignUp', { EmailText: '{####} {code}' }, 'EmailText of SignUp takes no {code}. It takes {####}, {username}.'],
    ['ConfirmationLink', { EmailMessage: 'code {####}' }, /needs the place of the link/],
    ['ConfirmationLink', { SmsMessage: 'code {##x##}' }, 'ConfirmationLink is sent by e-mail alone.'],
    ['RiskBlock', { EmailText: 'At {login-time} {####}.' }, /^(?!.*Internal)/],
    ['RiskMfa', { EmailText: 'At {login-tim}' }, /takes no \{login-tim\}/],
    ['SignUp', { EmailSubject: 'only a subject' }, 'EmailSubject needs EmailMessage or EmailText.'],
    ['SignUp', { SmsMessage: `{####}${'x'.repeat(135)}` }, /140/],
    ['SignUp', { EmailMessage: `{####}${'x'.repeat(20_000)}` }, /20000/],
    ['SignUp', { EmailSubject: 'a\nb', EmailText: '{####}' }, /pattern/],
    ['Unknown', { EmailText: '{####}' }, /kind/i],
  ])('refuses for %s %j', async (kind, words, message) => {
    const { poolId: UserPoolId } = await makePool();
    const answer = set(UserPoolId, kind, 'de', words);
    // A place that means nothing there is text, as in Cognito.
    if (kind === 'RiskBlock') return expect(await answer).toBeDefined();
    return expect(answer).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
