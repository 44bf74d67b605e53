import { AssociateSoftwareTokenCommand, VerifySoftwareTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makeUser } from '#tests/support/pools.ts';
import { answerChallenge, signIn } from '#tests/support/sign-in.ts';
import { answerTotp, begin, codeOf, makeTotpPool, makeTotpUser, stepMs, wrongCodeOf } from '#tests/support/totp.ts';

const atOnce = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_none, index) => make(index)));

const succeeded = (outcomes: readonly PromiseSettledResult<unknown>[]): number =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

const refusals = (outcomes: readonly PromiseSettledResult<unknown>[]): string[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.message] : []));

const usedCode = 'Your software token has already been used once.';

describe('at once', () => {
  it('one code of an authenticator app lets one of sixteen sign-ins through', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const later = user.enrolledAt + 2 * stepMs;
    const sessions = await Promise.all(Array.from({ length: 16 }, () => begin(pool, user, later)));

    const outcomes = await atOnce(16, (index) =>
      answerTotp(pool, user, sessions[index]?.Session, codeOf(user.secret, later), later),
    );

    expect(succeeded(outcomes)).toBe(1);
    expect(new Set(refusals(outcomes))).toEqual(new Set([usedCode]));
  });

  it('one code brought sixteen times by one sign-in gives tokens once', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const later = user.enrolledAt + 2 * stepMs;
    const { Session } = await begin(pool, user, later);

    const outcomes = await atOnce(16, () => answerTotp(pool, user, Session, codeOf(user.secret, later), later));

    expect(succeeded(outcomes)).toBe(1);
  });

  it('codes of neighbouring steps let no step through twice', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const later = user.enrolledAt + 3 * stepMs;
    const sessions = await Promise.all(Array.from({ length: 18 }, () => begin(pool, user, later)));

    const outcomes = await atOnce(18, (index) => {
      const code = codeOf(user.secret, later + ((index % 3) - 1) * stepMs);
      return answerTotp(pool, user, sessions[index]?.Session, code, later);
    });

    // Steps are accepted only in rising order: one, two or all three of them, depending on which came first.
    expect(succeeded(outcomes)).toBeGreaterThanOrEqual(1);
    expect(succeeded(outcomes)).toBeLessThanOrEqual(3);
    expect(new Set(refusals(outcomes))).toEqual(new Set([usedCode]));
  });

  it('one recovery code lets one of sixteen sign-ins through', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const { AccessToken } = user;
    const { RecoveryCodes } = await callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', {
      AccessToken,
    });
    const now = Date.now();
    const sessions = await Promise.all(Array.from({ length: 16 }, () => begin(pool, user, now)));

    const outcomes = await atOnce(16, (index) =>
      answerTotp(pool, user, sessions[index]?.Session, RecoveryCodes[0] ?? '', now),
    );

    expect(succeeded(outcomes)).toBe(1);
  });

  it('forty guesses with the right one among them look at no more codes than they count', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const later = user.enrolledAt + 2 * stepMs;
    const sessions = await Promise.all(Array.from({ length: 40 }, () => begin(pool, user, later)));
    const right = codeOf(user.secret, later);

    const outcomes = await atOnce(40, (index) => {
      const code = index === 39 ? right : wrongCodeOf(user.secret, later);
      return answerTotp(pool, user, sessions[index]?.Session, code, later);
    });

    expect(succeeded(outcomes)).toBeLessThanOrEqual(1);
    for (const message of refusals(outcomes)) {
      expect(['Invalid code received for user', 'Password attempts exceeded']).toContain(message);
    }
  });

  it('one of eight sign-ins sets an app up, and only that one gives tokens', async () => {
    const pool = await makeTotpPool('ON');
    const user = await makeUser(pool);
    const waiting = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { Session } = await begin(pool, user);
        return publicClient().send(new AssociateSoftwareTokenCommand({ Session }));
      }),
    );

    const at = Date.now();
    const outcomes = await atOnce(8, async (index) => {
      const { Session, SecretCode = '' } = waiting[index] ?? {};
      const proof = new VerifySoftwareTokenCommand({ Session, UserCode: codeOf(SecretCode, at) });
      return answerChallenge(
        pool,
        { ChallengeName: 'MFA_SETUP', Session: (await publicClient({ at }).send(proof)).Session },
        { USERNAME: user.username },
      );
    });

    expect(succeeded(outcomes)).toBe(1);
    expect(new Set(refusals(outcomes))).toEqual(
      new Set(['Invalid session for the user, session can only be used once.']),
    );
    expect((await begin(pool, user)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('one seed is proved once, and the app that is in force makes the codes', async () => {
    const pool = await makeTotpPool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    const { SecretCode = '' } = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const at = Date.now();
    const proof = new VerifySoftwareTokenCommand({ AccessToken, UserCode: codeOf(SecretCode, at) });

    const outcomes = await atOnce(8, () => publicClient({ at }).send(proof));

    expect(succeeded(outcomes)).toBeGreaterThanOrEqual(1);
    await expect(publicClient({ at }).send(proof)).resolves.toMatchObject({ Status: 'SUCCESS' });
  });
});
