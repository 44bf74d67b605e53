import {
  AdminSetUserMFAPreferenceCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { makeUser, password } from '#tests/support/pools.ts';

/** A sign-in that waits for its code. All answers have one time: a lockout does not end between two of them. */
const begun = async () => {
  const { poolId, clientId } = await makeMfaPool();
  const { username, email } = await makeUser({ poolId });
  await adminClient().send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: poolId,
      Username: username,
      EmailMfaSettings: { Enabled: true },
    }),
  );
  const { Session } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const at = Date.now();
  const answer = (EMAIL_OTP_CODE: string) =>
    publicClient({ at }).send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName: 'EMAIL_OTP',
        Session,
        ChallengeResponses: { USERNAME: username, EMAIL_OTP_CODE },
      }),
    );
  return { answer, code: await codeFor(email) };
};

const reasons = (settled: readonly PromiseSettledResult<unknown>[]): string[] =>
  settled.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));

describe('the code of a sign-in', () => {
  it('gives tokens to one of many who bring it at once', async () => {
    const { answer, code } = await begun();
    const settled = await Promise.allSettled(Array.from({ length: 8 }, () => answer(code)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set(reasons(settled))).toEqual(
      new Set(['Invalid session for the user, session can only be used once.']),
    );
  });

  it('is not found by guessing many at once: who is late meets the lockout', async () => {
    const { answer, code } = await begun();
    const wrong = (n: number): string => String((Number(code) + n) % 10 ** 8).padStart(8, '0');
    const guesses = Array.from({ length: 12 }, (_none, n) => answer(wrong(n + 1)));
    expect(reasons(await Promise.allSettled(guesses))).toHaveLength(12);
    await expect(answer(code)).rejects.toMatchObject({ message: 'Password attempts exceeded' });
  });
});
