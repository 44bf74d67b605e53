import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { password } from '#tests/support/pools.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { answerTotp, begin, codeOf, makeTotpPool, makeTotpUser, stepMs, wrongCodeOf } from '#tests/support/totp.ts';

const wrong = { name: 'CodeMismatchException', message: 'Invalid code received for user' };
const used = { name: 'ExpiredCodeException', message: 'Your software token has already been used once.' };

const prepared = async () => {
  const pool = await makeTotpPool();
  const user = await makeTotpUser(pool);
  return { pool, user, later: user.enrolledAt + 2 * stepMs };
};

describe('SOFTWARE_TOKEN_MFA', () => {
  it('gives tokens for the code that the app shows', async () => {
    const { pool, user, later } = await prepared();
    const { ChallengeName, ChallengeParameters, AuthenticationResult, Session } = await begin(pool, user, later);
    expect([ChallengeName, ChallengeParameters, AuthenticationResult]).toEqual([
      'SOFTWARE_TOKEN_MFA',
      { USER_ID_FOR_SRP: user.username },
      undefined,
    ]);

    const answer = await answerTotp(pool, user, Session, codeOf(user.secret, later), later);

    expect(answer.ChallengeName).toBeUndefined();
    const { AccessToken } = answer.AuthenticationResult ?? {};
    const { Username } = await publicClient({ at: later }).send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe(user.username);
  });

  it('follows SRP, too', async () => {
    const { pool, user } = await prepared();

    const { ChallengeName, AuthenticationResult } = await signInBySrp(pool, user);

    expect([ChallengeName, AuthenticationResult]).toEqual(['SOFTWARE_TOKEN_MFA', undefined]);
  });

  it('is asked of and answered by servers', async () => {
    const { pool, user, later } = await prepared();
    const at = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    const server = adminClient({ at: later });
    const { ChallengeName, Session } = await server.send(
      new AdminInitiateAuthCommand({
        ...at,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: password },
      }),
    );
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const answer = (code: string) =>
      server.send(
        new AdminRespondToAuthChallengeCommand({
          ...at,
          ChallengeName: 'SOFTWARE_TOKEN_MFA',
          Session,
          ChallengeResponses: { USERNAME: user.username, SOFTWARE_TOKEN_MFA_CODE: code },
        }),
      );

    await expect(answer(wrongCodeOf(user.secret, later))).rejects.toMatchObject(wrong);
    await expect(answer(codeOf(user.secret, later))).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  });

  it.each([-1, 0, 1])('takes a code that is %i steps off', async (steps) => {
    const { pool, user, later } = await prepared();
    const { Session } = await begin(pool, user, later);

    const code = codeOf(user.secret, later + steps * stepMs);
    await expect(answerTotp(pool, user, Session, code, later)).resolves.toHaveProperty('AuthenticationResult');
  });

  it.each([-2, 2])('takes none that is %i steps off', async (steps) => {
    const { pool, user, later } = await prepared();
    const { Session } = await begin(pool, user, later);

    const code = codeOf(user.secret, later + steps * stepMs);
    await expect(answerTotp(pool, user, Session, code, later)).rejects.toMatchObject(wrong);
  });

  it('takes a code once, and none of an earlier step after it', async () => {
    const { pool, user, later } = await prepared();
    const signInBy = async (code: string, at: number) => {
      const { Session } = await begin(pool, user, at);
      return answerTotp(pool, user, Session, code, at);
    };
    const ahead = codeOf(user.secret, later + stepMs);
    await signInBy(ahead, later);

    await expect(signInBy(ahead, later + stepMs)).rejects.toMatchObject(used);
    await expect(signInBy(codeOf(user.secret, later), later + stepMs)).rejects.toMatchObject(used);
    const next = later + 2 * stepMs;
    await expect(signInBy(codeOf(user.secret, next), next)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('leaves the Session good after a wrong code, and gives tokens for it once', async () => {
    const { pool, user, later } = await prepared();
    const { Session } = await begin(pool, user, later);
    await expect(answerTotp(pool, user, Session, wrongCodeOf(user.secret, later), later)).rejects.toMatchObject(wrong);
    await answerTotp(pool, user, Session, codeOf(user.secret, later), later);

    const next = later + stepMs;
    await expect(answerTotp(pool, user, Session, codeOf(user.secret, next), next)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session can only be used once.',
    });
  });

  it('locks out after five wrong codes, the right one too, for a while', async () => {
    const { pool, user, later } = await prepared();
    const { Session } = await begin(pool, user, later);
    const guess = wrongCodeOf(user.secret, later);
    for (let index = 0; index < 5; index++) {
      await expect(answerTotp(pool, user, Session, guess, later)).rejects.toMatchObject(wrong);
    }
    const right = codeOf(user.secret, later);

    await expect(answerTotp(pool, user, Session, right, later)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
    await expect(answerTotp(pool, user, Session, right, later + 1000)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('does not forget wrong codes for a right password', async () => {
    const { pool, user, later } = await prepared();
    const guess = wrongCodeOf(user.secret, later);
    for (let index = 0; index < 5; index++) {
      const { Session } = await begin(pool, user, later);
      await expect(answerTotp(pool, user, Session, guess, later)).rejects.toMatchObject(wrong);
    }

    const { Session } = await begin(pool, user, later);
    await expect(answerTotp(pool, user, Session, guess, later)).rejects.toMatchObject({
      message: 'Password attempts exceeded',
    });
  });

  it('expires with its Session', async () => {
    const { pool, user, later } = await prepared();
    const { Session } = await begin(pool, user, later);
    const late = later + 3 * 60_000 + 1000;

    await expect(answerTotp(pool, user, Session, codeOf(user.secret, late), late)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });

  it('refuses what is no code, and an answer without one or without a Session', async () => {
    const { pool, user, later } = await prepared();
    const { Session } = await begin(pool, user, later);

    for (const code of ['abc', '１２３４５６', '12345é', ' ', '0'.repeat(1000)]) {
      await expect(answerTotp(pool, user, Session, code, later)).rejects.toMatchObject(wrong);
    }
    await expect(answerTotp(pool, user, Session, '', later)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter SOFTWARE_TOKEN_MFA_CODE',
    });
    await expect(answerTotp(pool, user, undefined, '123456', later)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
