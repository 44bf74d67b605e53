import { randomUUID } from 'node:crypto';
import { AdminDeleteUserCommand, AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { merge, seen } from '#tests/support/merging.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';

const isDone = <T>(one: PromiseSettledResult<T>): one is PromiseFulfilledResult<T> => one.status === 'fulfilled';

const isThere = async (pool: { readonly poolId: string }, username: string): Promise<boolean> =>
  seen(pool, username).then(
    () => true,
    () => false,
  );

describe('merges at once', () => {
  it('of a user into two others move everything into one of them', async () => {
    const pool = await makePool();
    const [source, one, other] = [await makeUser(pool), await makeUser(pool), await makeUser(pool)];
    const UserAttributes = [{ Name: 'name', Value: 'Ada' }];
    const named = { UserPoolId: pool.poolId, Username: source.username, UserAttributes };
    await adminClient().send(new AdminUpdateUserAttributesCommand(named));
    const answers = await Promise.allSettled(
      [one, other, one, other].map(({ username }) => merge(pool, source.username, username)),
    );
    expect(answers.filter((answer) => isDone(answer) && answer.value.Status === 'MERGED')).toHaveLength(1);
    const names = await Promise.all(
      [one, other].map(async ({ username }) => (await seen(pool, username)).attributes.name),
    );
    expect(names.filter((name) => name === 'Ada')).toHaveLength(1);
    expect(await isThere(pool, source.username)).toBe(false);
  });

  it('of two users into each other leave one of them', async () => {
    const pool = await makePool();
    for (let round = 0; round < 3; round++) {
      const [one, other] = [await makeUser(pool), await makeUser(pool)];
      await Promise.allSettled([merge(pool, one.username, other.username), merge(pool, other.username, one.username)]);
      const left = await Promise.all([one, other].map(({ username }) => isThere(pool, username)));
      expect(left.filter(Boolean)).toHaveLength(1);
    }
  });

  it('in a row end in the last user', async () => {
    const pool = await makePool();
    const [one, other, last] = [await makeUser(pool), await makeUser(pool), await makeUser(pool)];
    await Promise.allSettled([merge(pool, one.username, other.username), merge(pool, other.username, last.username)]);
    expect(await isThere(pool, other.username)).toBe(false);
    // The first one went along, or is still there.
    expect(await isThere(pool, last.username)).toBe(true);
  });
});

describe('a merge', () => {
  it('and the deletion of the user who stays lose nobody', async () => {
    const pool = await makePool();
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    const gone = adminClient().send(
      new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: destination.username }),
    );
    const [merged] = await Promise.allSettled([merge(pool, source.username, destination.username), gone]);
    expect(await isThere(pool, source.username)).toBe(merged && !isDone(merged));
  });

  it('and sign-ins through the account that moves end in the user who stays', async () => {
    const app = await makeScriptedApp();
    const destination = await makeUser(app);
    const ada = { sub: `Ada-${randomUUID()}` };
    const enter = async () => tokensFor(app, await signInScripted(app, ada));
    const { claims } = await enter();
    const [answer, ...meanwhile] = await Promise.allSettled([
      merge(app, String(claims.sub), destination.username),
      ...[1, 2, 3].map(enter),
    ]);
    expect(answer.status).toBe('fulfilled');
    for (const one of meanwhile) {
      if (isDone(one)) expect([claims.sub, destination.sub]).toContain(one.value.claims.sub);
    }
    expect((await enter()).claims.sub).toBe(destination.sub);
    expect((await seen(app, destination.username)).identities).toHaveLength(1);
    const identities = (await itemsAbout(`EXTERNAL#${app.poolId}`)).length;
    expect(identities).toBe(1);
  });

  it('and sign-ins by password of the user who goes leave no token that counts', async () => {
    const pool = await makePool();
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    await Promise.allSettled([
      merge(pool, source.username, destination.username),
      ...[1, 2, 3].map(() => signIn(pool, source)),
    ]);
    await expect(signIn(pool, source)).rejects.toThrow();
    await signIn(pool, destination);
  });
});
