import { describe, expect, it } from 'vitest';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';
import { confirmForgot, forgot } from '#tests/support/recovery.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, otherThan, signUp, userOf } from '#tests/support/sign-up.ts';

const atOnce = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_none, index) => make(index)));

const succeeded = (outcomes: readonly PromiseSettledResult<unknown>[]): number =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

const refusals = (outcomes: readonly PromiseSettledResult<unknown>[]): string[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.name] : []));

const withEmail = { AutoVerifiedAttributes: ['email' as const] };

describe('a code spent at once', () => {
  it('confirms one of sixteen sign-ups by it', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    const ConfirmationCode = await codeFor(user.email);

    const outcomes = await atOnce(16, () => confirmSignUp(pool, user, { ConfirmationCode }));

    expect(succeeded(outcomes)).toBe(1);
    for (const name of refusals(outcomes)) {
      expect(['NotAuthorizedException', 'ExpiredCodeException', 'LimitExceededException']).toContain(name);
    }
  });

  it('resets one password of two', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await forgot(pool, user.username);
    const code = await codeFor(user.email);
    const passwords = ['First-horse-1', 'Second-horse-2'];

    const outcomes = await atOnce(2, (index) =>
      confirmForgot(pool, user.username, code, { Password: passwords[index] }),
    );

    expect(refusals(outcomes)).toEqual(['ExpiredCodeException']);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    await expect(signIn(pool, user, { secret: passwords[winner] })).resolves.toBeDefined();
    await expect(signIn(pool, user, { secret: passwords[1 - winner] })).rejects.toBeDefined();
  });

  it('is not guessed by more than fifteen of forty tries', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    const ConfirmationCode = otherThan(await codeFor(user.email));

    const outcomes = await atOnce(40, () => confirmSignUp(pool, user, { ConfirmationCode }));

    const names = refusals(outcomes);
    expect(names.filter((name) => name === 'CodeMismatchException')).toHaveLength(15);
    expect(names.filter((name) => name === 'LimitExceededException')).toHaveLength(25);
  });

  it('gives an email alias to one of two who prove it', async () => {
    const pool = await makePool({ AliasAttributes: ['email'], ...withEmail });
    const email = anEmail();
    const first = await signUp(pool, { email });
    const firstCode = await codeFor(email);
    const second = await signUp(pool, { email });
    const codes = [firstCode, await codeFor(email)];
    const users = [first, second];

    const outcomes = await atOnce(2, (index) =>
      confirmSignUp(pool, users[index] ?? first, { ConfirmationCode: codes[index] ?? '' }),
    );

    expect(refusals(outcomes)).toEqual(['AliasExistsException']);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect((await userOf(pool, email)).username).toBe(users[winner]?.username);
  });
});
