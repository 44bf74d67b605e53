import { randomUUID } from 'node:crypto';
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';

const set = (request: object) => callOwn<object>('SetMessageBranding', request);

const signUp = async (ClientId: string, locale?: string) => {
  const email = anEmail();
  const UserAttributes = [{ Name: 'email', Value: email }, ...(locale ? [{ Name: 'locale', Value: locale }] : [])];
  await publicClient().send(
    new SignUpCommand({ ClientId, Username: randomUUID(), Password: password, UserAttributes }),
  );
  return (await mailTo(email)).at(-1);
};

const acme = {
  LogoUrl: 'https://cdn.example.com/logo.png',
  Color: '#aa3311',
  SenderName: 'Acme',
  Footer: 'Acme Ltd\n1 High Street',
  CodeInSubject: true,
  DefaultLanguage: 'fr',
};

describe('SetMessageBranding', () => {
  it('gives mails a look, and their subject the code', async () => {
    const { poolId: UserPoolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    expect(await set({ UserPoolId, ...acme })).toEqual({ UserPoolId, ...acme });

    const french = await signUp(clientId);
    expect(french?.subject).toBe(`${french?.code} – Votre code de vérification`);
    expect(french?.text).toMatch(/^Votre code de vérification est \d{6}\.\n/);
    expect(french?.text).toContain('--\nAcme Ltd\n1 High Street\n');
    for (const part of ['src="https://cdn.example.com/logo.png"', 'alt="Acme"', '#aa3311', 'lang="fr"']) {
      expect(french?.body).toContain(part);
    }
    const german = await signUp(clientId, 'de-AT');
    expect(german?.text).toMatch(/^Ihr Bestätigungscode lautet \d{6}\.\n/);

    await set({ UserPoolId });
    expect(await callOwn('GetMessageBranding', { UserPoolId })).toEqual({ UserPoolId });
    expect((await signUp(clientId))?.subject).toBe('Your verification code');
  });

  it('lets an app client look otherwise', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await set({ UserPoolId, SenderName: 'Acme', Footer: 'Of the pool' });
    await set({ UserPoolId, ClientId, SenderName: 'Shop' });
    const mail = await signUp(ClientId);
    expect(mail?.body).toContain('>Shop<');
    expect(mail?.body).toContain('>Of the pool<');
    expect(await callOwn('GetMessageBranding', { UserPoolId, ClientId })).toEqual({
      UserPoolId,
      ClientId,
      SenderName: 'Shop',
    });
    await set({ UserPoolId, ClientId });
    expect((await signUp(ClientId))?.body).toContain('>Acme<');
  });

  it('can leave mails without a design', async () => {
    const { poolId: UserPoolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await set({ UserPoolId, Designed: false });
    const mail = await signUp(clientId);
    expect(mail?.body).toMatch(/^Your verification code is \d{6}\.$/);
    expect(mail?.text).toBeUndefined();
  });

  it.each([
    [{ LogoUrl: 'http://example.com/a.png' }, /pattern/],
    [{ LogoUrl: 'https://example.com/a b' }, /pattern/],
    [{ Color: 'red' }, /pattern/],
    [{ SenderName: 'A\r\nBcc: a@example.com' }, /pattern/],
    [{ Footer: 'x'.repeat(501) }, /length/],
    [{ DefaultLanguage: 'nl' }, /DefaultLanguage|defaultLanguage/],
  ])('refuses %j', async (wrong, message) => {
    const { poolId: UserPoolId } = await makePool();
    await expect(set({ UserPoolId, ...wrong })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('asks for a client of the pool, and for a signature', async () => {
    const { poolId: UserPoolId } = await makePool();
    await expect(set({ UserPoolId, ClientId: 'nobody', SenderName: 'x' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(callOwnUnsigned('SetMessageBranding', { UserPoolId })).rejects.toMatchObject({
      name: 'MissingAuthenticationTokenException',
    });
  });
});
