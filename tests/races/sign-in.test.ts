import {
  AdminUpdateUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { answerChallenge, signIn } from '#tests/support/sign-in.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';
import { ask, loa, makeLevelPool, makeLevelUser } from '#tests/support/step-up.ts';

const atOnce = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_none, index) => make(index)));

const succeeded = <T>(outcomes: readonly PromiseSettledResult<T>[]): T[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));

const messages = (outcomes: readonly PromiseSettledResult<unknown>[]): string[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason.message)] : []));

describe('at once', () => {
  it('one rotated refresh token gives one successor', async () => {
    const pool = await makePool(
      {},
      {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      },
    );
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const spend = new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken });
    const outcomes = await atOnce(16, () => publicClient().send(spend));
    expect(succeeded(outcomes)).toHaveLength(1);
  });

  it('one code of a step-up gives one set of tokens', async () => {
    const pool = await makeLevelPool();
    const user = await makeLevelUser(pool);
    const { username: USERNAME } = user;
    const { AccessToken } = await signIn(pool, user);
    const begun = await ask(pool, USERNAME, { TARGET_ACR_VALUES: loa(3), ACCESS_TOKEN: AccessToken });
    const asked = await answerChallenge(pool, begun, { USERNAME, ANSWER: 'SMS_MFA' });
    const SMS_MFA_CODE = await codeFor(user.phone);
    const outcomes = await atOnce(16, () => answerChallenge(pool, asked, { USERNAME, SMS_MFA_CODE }));
    expect(succeeded(outcomes)).toHaveLength(1);
    expect(new Set(messages(outcomes))).toEqual(
      new Set(['Invalid session for the user, session can only be used once.']),
    );
  });

  it('one proof of a password gives one set of tokens', async () => {
    const pool = await makePool();
    const { answer } = await beginSrp(pool, await makeUser(pool));
    const outcomes = await atOnce(16, () => publicClient().send(new RespondToAuthChallengeCommand(answer)));
    expect(succeeded(outcomes)).toHaveLength(1);
    expect(new Set(messages(outcomes))).toEqual(
      new Set(['Invalid session for the user, session can only be used once.']),
    );
  });

  it('an alias that moves signs in one of its owners, each with the own password only', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const [ada, eve] = [await makeUser(pool), await makeUser(pool)];
    const byAlias = () =>
      publicClient().send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: ada.email, PASSWORD: password },
        }),
      );
    const setEmail = (Username: string, Value: string) =>
      adminClient().send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: pool.poolId,
          Username,
          UserAttributes: [
            { Name: 'email', Value },
            { Name: 'email_verified', Value: 'true' },
          ],
        }),
      );
    const move = async () => {
      await setEmail(ada.username, `old-${ada.email}`);
      await setEmail(eve.username, ada.email);
    };
    const [signIns] = await Promise.all([atOnce(12, byAlias), move()]);
    const subs = succeeded(signIns).map(
      ({ AuthenticationResult }) => decodeJwt(AuthenticationResult?.AccessToken ?? '').sub,
    );
    for (const sub of subs) expect([ada.sub, eve.sub]).toContain(sub);
    const { AuthenticationResult } = await byAlias();
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '').sub).toBe(eve.sub);
  });
});
