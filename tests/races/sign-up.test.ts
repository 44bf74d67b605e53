import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { anEmail, makePool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp, userOf } from '#tests/support/sign-up.ts';

const atOnce = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_none, index) => make(index)));

const succeeded = <T>(outcomes: readonly PromiseSettledResult<T>[]): T[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));

const refusals = (outcomes: readonly PromiseSettledResult<unknown>[]): string[] =>
  outcomes.flatMap(({ status, ...outcome }) =>
    'reason' in outcome ? [`${outcome.reason.name}: ${outcome.reason.message}`] : [],
  );

describe('sign-ups at once', () => {
  it.each([2, 16])('give a username to one of %i', async (count) => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const username = `user-${randomUUID()}`;

    const outcomes = await atOnce(count, () => signUp(pool, { username }));

    const winners = succeeded(outcomes);
    expect(winners).toHaveLength(1);
    expect(new Set(refusals(outcomes))).toEqual(new Set(['UsernameExistsException: User already exists']));
    const [winner] = winners;
    if (!winner) throw new Error('Nobody won.');
    const { attributes } = await userOf(pool, username);
    expect(attributes).toMatchObject({ sub: winner.answer.UserSub, email: winner.email });
    await confirmSignUp(pool, winner);
    await expect(signIn(pool, winner)).resolves.toBeDefined();
  });

  it.each([2, 16])('give an email to one of %i', async (count) => {
    const pool = await makePool({
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
    });
    const email = anEmail();

    const outcomes = await atOnce(count, (index) =>
      signUp(pool, { username: index % 2 ? email.toUpperCase() : email, UserAttributes: [] }),
    );

    const [winner] = succeeded(outcomes);
    expect(succeeded(outcomes)).toHaveLength(1);
    expect(new Set(refusals(outcomes))).toEqual(
      new Set(['UsernameExistsException: An account with the given email already exists.']),
    );
    expect((await userOf(pool, email)).username).toBe(winner?.answer.UserSub);
  });
});
