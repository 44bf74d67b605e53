import { AssociateSoftwareTokenCommand, VerifySoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import {
  answerTotp,
  begin,
  codeOf,
  enrol,
  makeTotpPool,
  makeTotpUser,
  stepMs,
  wrongCodeOf,
} from '#tests/support/totp.ts';

interface Proof {
  readonly AccessToken?: string | undefined;
  readonly Session?: string | undefined;
  readonly UserCode: string;
  readonly FriendlyDeviceName?: string;
}

const verify = (proof: Proof, at = Date.now()) => publicClient({ at }).send(new VerifySoftwareTokenCommand(proof));

const mismatch = {
  name: 'EnableSoftwareTokenMFAException',
  message: 'Code mismatch and fail enable Software Token MFA',
};
const noToken = { name: 'SoftwareTokenMFANotFoundException' };

/** A signed-in user who was given a secret. */
const associated = async (pool: TestPool) => {
  const user = await makeUser(pool);
  const { AccessToken } = await signIn(pool, user);
  const { SecretCode = '' } = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
  return { ...user, AccessToken, secret: SecretCode };
};

describe('VerifySoftwareToken by access token', () => {
  it('puts the app in force, which sign-in asks for by its name', async () => {
    const pool = await makeTotpPool();
    const user = await enrol(pool, await makeUser(pool), 'my telephone');

    const { ChallengeName, ChallengeParameters } = await begin(pool, user);

    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(ChallengeParameters).toMatchObject({ FRIENDLY_DEVICE_NAME: 'my telephone' });
  });

  it('tells that it did, and gives no Session', async () => {
    const { AccessToken, secret } = await associated(await makeTotpPool());

    const { $metadata: _, ...answer } = await verify({ AccessToken, UserCode: codeOf(secret) });

    expect(answer).toEqual({ Status: 'SUCCESS' });
  });

  it('refuses a wrong code, and takes a right one after it', async () => {
    const { AccessToken, secret } = await associated(await makeTotpPool());

    await expect(verify({ AccessToken, UserCode: wrongCodeOf(secret) })).rejects.toMatchObject(mismatch);
    await expect(verify({ AccessToken, UserCode: codeOf(secret) })).resolves.toMatchObject({ Status: 'SUCCESS' });
  });

  it.each([-1, 1])('takes a code that is %i step off, and none that is two', async (steps) => {
    const { AccessToken, secret } = await associated(await makeTotpPool());
    const now = Date.now();

    const tooFar = codeOf(secret, now + 2 * steps * stepMs);
    await expect(verify({ AccessToken, UserCode: tooFar }, now)).rejects.toMatchObject(mismatch);
    const near = codeOf(secret, now + steps * stepMs);
    await expect(verify({ AccessToken, UserCode: near }, now)).resolves.toMatchObject({ Status: 'SUCCESS' });
  });

  it('answers the same again to a client that heard nothing', async () => {
    const { AccessToken, secret } = await associated(await makeTotpPool());
    const now = Date.now();
    const proof = { AccessToken, UserCode: codeOf(secret, now) };
    await verify(proof, now);

    await expect(verify(proof, now)).resolves.toMatchObject({ Status: 'SUCCESS' });
    await expect(verify({ AccessToken, UserCode: wrongCodeOf(secret) }, now)).rejects.toMatchObject(noToken);
  });

  it('spends the code: sign-in does not take it', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const { Session } = await begin(pool, user, user.enrolledAt);

    await expect(
      answerTotp(pool, user, Session, codeOf(user.secret, user.enrolledAt), user.enrolledAt),
    ).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Your software token has already been used once.',
    });
  });

  it('takes the same code again from a client that heard no answer, for three minutes', async () => {
    const pool = await makeTotpPool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    const { SecretCode = '' } = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const at = Date.now();
    const proof = { AccessToken, UserCode: codeOf(SecretCode, at) };
    await verify(proof, at);

    expect(await verify(proof, at + 2 * stepMs)).toMatchObject({ Status: 'SUCCESS' });
    await expect(verify(proof, at + 8 * stepMs)).rejects.toMatchObject(noToken);
  });

  it('puts the new app in the place of the one before it', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const { AccessToken, secret: former } = user;
    const { SecretCode = '' } = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await verify({ AccessToken, UserCode: codeOf(SecretCode) });

    const later = Date.now() + 2 * stepMs;
    const { Session } = await begin(pool, user, later);
    await expect(answerTotp(pool, user, Session, codeOf(former, later), later)).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(answerTotp(pool, user, Session, codeOf(SecretCode, later), later)).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
  });

  it('refuses where no secret was asked for, or a day ago', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, { AccessTokenValidity: 24, IdTokenValidity: 24 });
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    await expect(verify({ AccessToken, UserCode: '123456' })).rejects.toMatchObject(noToken);

    const { SecretCode = '' } = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const later = Date.now() + 24 * 3_600_000 + 60_000;
    const fresh = await signIn(pool, user, { ahead: later - Date.now() });
    const proof = { AccessToken: fresh.AccessToken, UserCode: codeOf(SecretCode, later) };
    await expect(verify(proof, later)).rejects.toMatchObject(noToken);
  });

  it('refuses where the pool takes no such codes, and a name that is no name', async () => {
    const plain = await makePool();
    const { AccessToken } = await signIn(plain, await makeUser(plain));
    await expect(verify({ AccessToken, UserCode: '123456' })).rejects.toMatchObject({
      ...noToken,
      message: 'Software Token MFA has not been enabled by the userPool',
    });

    const holder = await associated(await makeTotpPool());
    const proof = { AccessToken: holder.AccessToken, UserCode: codeOf(holder.secret) };
    await expect(verify({ ...proof, FriendlyDeviceName: 'x'.repeat(129) })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('VerifySoftwareToken by Session', () => {
  const settingUp = async () => {
    const pool = await makeTotpPool('ON');
    const user = await makeUser(pool);
    const begun = await begin(pool, user);
    const { Session, SecretCode: secret = '' } = await publicClient().send(
      new AssociateSoftwareTokenCommand({ Session: begun.Session }),
    );
    return { pool, user, begun, Session, secret };
  };

  it('gives the Session that ends the set-up', async () => {
    const { Session, secret } = await settingUp();

    const answer = await verify({ Session, UserCode: codeOf(secret), FriendlyDeviceName: 'x'.repeat(128) });

    expect(answer.Status).toBe('SUCCESS');
    expect(answer.Session).not.toBe(Session);
    expect(answer.Session?.length).toBeLessThanOrEqual(2048);
  });

  it('refuses a wrong code, and the Session stays good', async () => {
    const { Session, secret } = await settingUp();

    await expect(verify({ Session, UserCode: wrongCodeOf(secret) })).rejects.toMatchObject(mismatch);
    await expect(verify({ Session, UserCode: codeOf(secret) })).resolves.toMatchObject({ Status: 'SUCCESS' });
  });

  it('refuses a Session that no secret was asked for with, and what is no Session', async () => {
    const { begun } = await settingUp();

    await expect(verify({ Session: begun.Session, UserCode: '123456' })).rejects.toMatchObject(noToken);
    await expect(verify({ Session: 'x'.repeat(40), UserCode: '123456' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
    await expect(verify({ UserCode: '123456' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
