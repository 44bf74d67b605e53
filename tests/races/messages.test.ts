import { UpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { nextHour } from '#tests/support/hours.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, makeUser, password } from '#tests/support/pools.ts';
import { forgot } from '#tests/support/recovery.ts';
import { beginSignIn } from '#tests/support/sign-in.ts';
import { signUp } from '#tests/support/sign-up.ts';

const withEmail = { AutoVerifiedAttributes: ['email' as const] };

const atOnce = async (count: number, make: (index: number) => Promise<unknown>): Promise<number> => {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_none, index) => make(index)));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
};

describe('messages asked for at once', () => {
  it('are twenty to one address, of forty who sign up with it', async () => {
    const pool = await makePool(withEmail);
    const at = nextHour();
    const email = anEmail();

    expect(await atOnce(40, () => signUp(pool, { email }, { at }))).toBe(20);

    expect(await mailTo(email)).toHaveLength(20);
  });

  it('are twenty to one user, of forty changes', async () => {
    const pool = await makePool(withEmail);
    const at = nextHour();
    const user = await makeUser(pool);
    const { AuthenticationResult } = await beginSignIn(pool, user.username, password, { at });
    const addresses = Array.from({ length: 40 }, anEmail);
    const change = (Value = '') =>
      publicClient({ at }).send(
        new UpdateUserAttributesCommand({
          AccessToken: AuthenticationResult?.AccessToken,
          UserAttributes: [{ Name: 'email', Value }],
        }),
      );

    const made = await atOnce(40, (index) => change(addresses[index]));

    const mails = await Promise.all(addresses.map(mailTo));
    // Changes at once get in each other's way, too: fewer may be made, but not more.
    expect(mails.flat()).toHaveLength(made);
    expect(made).toBeLessThanOrEqual(20);
  });

  it('are as many as are left to an address, of users who ask for theirs', async () => {
    const pool = await makePool(withEmail, { PreventUserExistenceErrors: 'ENABLED' });
    const at = nextHour();
    const email = anEmail();
    const users = await Promise.all(Array.from({ length: 30 }, () => makeUser(pool, { email })));

    expect(await atOnce(30, (index) => forgot(pool, users[index]?.username ?? '', {}, { at }))).toBe(30);

    expect(await mailTo(email)).toHaveLength(20);
  });

  it.each([1, 7, 30])('are %i of forty where that is the ceiling of the day', async (EmailsPerDay) => {
    const pool = await makePool(withEmail);
    await callOwn('SetUserPoolMessageLimits', { UserPoolId: pool.poolId, EmailsPerDay });
    const addresses = Array.from({ length: 40 }, anEmail);
    const at = nextHour();

    expect(await atOnce(40, (index) => signUp(pool, { email: addresses[index] ?? '' }, { at }))).toBe(EmailsPerDay);

    const mails = await Promise.all(addresses.map(mailTo));
    expect(mails.flat()).toHaveLength(EmailsPerDay);
  });
});
