import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { answerTotp, begin, codeOf, makeTotpPool, makeTotpUser, stepMs, type TotpUser } from '#tests/support/totp.ts';

const create = async (AccessToken: string): Promise<readonly string[]> =>
  (await callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', { AccessToken })).RecoveryCodes;

const wrong = { name: 'CodeMismatchException', message: 'Invalid code received for user' };

/** A user with an authenticator app and recovery codes. */
const prepared = async () => {
  const pool = await makeTotpPool();
  const user = await makeTotpUser(pool);
  const signInBy = async (code: string, at = Date.now()) => {
    const { Session } = await begin(pool, user, at);
    return answerTotp(pool, user, Session, code, at);
  };
  return { pool, user, codes: await create(user.AccessToken), signInBy };
};

describe('CreateRecoveryCodes', () => {
  it('gives ten codes, each of which is good once in place of the code of the app', async () => {
    const { codes, signInBy } = await prepared();
    expect(new Set(codes).size).toBe(10);

    for (const code of codes) {
      await expect(signInBy(code)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    }
    await expect(signInBy(codes[0] ?? '')).rejects.toMatchObject(wrong);
  });

  it('gives codes that are taken however they are typed', async () => {
    const { codes, signInBy } = await prepared();
    const [first = '', second = ''] = codes;

    await expect(signInBy(first.toUpperCase())).resolves.toHaveProperty('AuthenticationResult');
    await expect(signInBy(second.replaceAll('-', ' '))).resolves.toHaveProperty('AuthenticationResult');
  });

  it('leaves the app good beside them', async () => {
    const { user, codes, signInBy } = await prepared();
    await signInBy(codes[0] ?? '');

    const later = user.enrolledAt + stepMs;
    await expect(signInBy(codeOf(user.secret, later), later)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('puts new codes in the place of the old ones', async () => {
    const { user, codes, signInBy } = await prepared();

    const renewed = await create(user.AccessToken);

    expect(renewed.filter((code) => codes.includes(code))).toEqual([]);
    await expect(signInBy(codes[0] ?? '')).rejects.toMatchObject(wrong);
    await expect(signInBy(renewed[0] ?? '')).resolves.toHaveProperty('AuthenticationResult');
  });

  it("gives codes that are nobody else's", async () => {
    const { pool, codes } = await prepared();
    const other: TotpUser = await makeTotpUser(pool);
    await create(other.AccessToken);
    const { Session } = await begin(pool, other);

    await expect(answerTotp(pool, other, Session, codes[0] ?? '')).rejects.toMatchObject(wrong);
  });

  it('counts wrong ones as wrong codes are counted', async () => {
    const { pool, user, codes } = await prepared();
    const at = Date.now();
    const { Session } = await begin(pool, user, at);
    for (let index = 0; index < 5; index++) {
      await expect(answerTotp(pool, user, Session, 'bcdf-ghjk-mnpq', at)).rejects.toMatchObject(wrong);
    }

    await expect(answerTotp(pool, user, Session, codes[0] ?? '', at)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
    await expect(answerTotp(pool, user, Session, codes[0] ?? '', at + 1000)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  it('is refused where the pool asks for no second factor, and to who is signed out', async () => {
    const plain = await makePool();
    const { AccessToken } = await signIn(plain, await makeUser(plain));
    await expect(create(AccessToken)).rejects.toMatchObject({ name: 'InvalidParameterException' });

    const { pool, user } = await prepared();
    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username: user.username }));
    await expect(create(user.AccessToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
  });
});
