import { AssociateSoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { answerTotp, begin, codeOf, makeTotpPool, makeTotpUser, stepMs } from '#tests/support/totp.ts';

const associate = (
  request: { AccessToken?: string | undefined; Session?: string | undefined },
  options: { at?: number } = {},
) => publicClient(options).send(new AssociateSoftwareTokenCommand(request));

const invalidSession = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };

describe('AssociateSoftwareToken by access token', () => {
  it('gives a secret of 160 bits in base32, another one each time', async () => {
    const pool = await makeTotpPool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));

    const [first, second] = [await associate({ AccessToken }), await associate({ AccessToken })];

    expect(first.SecretCode).toMatch(/^[A-Z2-7]{32}$/);
    expect(second.SecretCode).not.toBe(first.SecretCode);
    expect(first.Session).toBeUndefined();
  });

  it('leaves the app in force that the user has', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);

    await associate({ AccessToken: user.AccessToken });

    const later = user.enrolledAt + stepMs;
    const { Session } = await begin(pool, user, later);
    const { AuthenticationResult } = await answerTotp(pool, user, Session, codeOf(user.secret, later), later);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('is refused where the pool takes no codes of authenticator apps', async () => {
    const pool = await makePool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));

    await expect(associate({ AccessToken })).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
      message: 'Software Token MFA has not been enabled by the userPool',
    });
  });

  it('takes no access token that is none', async () => {
    await expect(associate({ AccessToken: 'no.such.token' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Access Token',
    });
  });
});

describe('AssociateSoftwareToken by Session', () => {
  it('gives a secret and another Session in a sign-in that waits for a set-up', async () => {
    const pool = await makeTotpPool('ON');
    const begun = await begin(pool, await makeUser(pool));
    expect(begun.ChallengeName).toBe('MFA_SETUP');
    expect(begun.ChallengeParameters).toMatchObject({ MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });

    const { SecretCode, Session } = await associate({ Session: begun.Session });

    expect(SecretCode).toMatch(/^[A-Z2-7]{32}$/);
    expect(Session).not.toBe(begun.Session);
    expect(Session?.length).toBeLessThanOrEqual(2048);
  });

  it('refuses a Session that is none, or is tampered with, or of another app client', async () => {
    const [pool, other] = [await makeTotpPool('ON'), await makeTotpPool('ON')];
    const { Session = '' } = await begin(pool, await makeUser(pool));
    const [clientId, sealed] = Session.split('.');

    for (const wrong of [
      'x'.repeat(40),
      `${pool.clientId}.${'x'.repeat(700)}`,
      `${other.clientId}.${sealed}`,
      `${'a'.repeat(26)}.${sealed}`,
      `.${sealed}`,
      `${'😀'.repeat(900)}.x`,
      `${clientId}.A${sealed}`,
    ]) {
      await expect(associate({ Session: wrong })).rejects.toMatchObject(invalidSession);
    }
  });

  it('refuses a Session of another challenge', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const { ChallengeName, Session } = await begin(pool, user);
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');

    await expect(associate({ Session })).rejects.toMatchObject(invalidSession);
  });

  it('refuses a Session that has expired', async () => {
    const pool = await makeTotpPool('ON');
    const { Session } = await begin(pool, await makeUser(pool));

    await expect(associate({ Session }, { at: Date.now() + 3 * 60_000 + 1000 })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });
});

describe('AssociateSoftwareToken', () => {
  it('asks for an access token or a Session', async () => {
    await expect(associate({})).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
