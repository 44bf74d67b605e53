import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { awaitingUser, awaits } from '#tests/support/awaiting-users.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, password, type TestPool } from '#tests/support/pools.ts';
import { newPassword } from '#tests/support/recovery.ts';
import { eventsOf, openGate, scriptedDirectory } from '#tests/support/scripted-functions.ts';
import { beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';

const gatedPool = async () => {
  const gate = randomUUID();
  const pool = await makePool({ LambdaConfig: { UserMigration: scriptedDirectory(password, gate) } });
  return { pool, gate };
};

/** Begins sign-ins with the right password, whose answers from the other directory wait for the gate. */
const held = async (pool: TestPool, USERNAME: string, count: number, at = Date.now()) => {
  const request = {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: password },
    ClientMetadata: { held: 'yes' },
  } as const;
  const outcomes = Array.from({ length: count }, () =>
    publicClient({ at })
      .send(new InitiateAuthCommand(request))
      .then(
        () => 'in',
        (error: Error) => error.message,
      ),
  );
  // On a slow machine one of them may be asked about again.
  await expect.poll(async () => (await eventsOf(pool.poolId)).length).toBeGreaterThanOrEqual(count);
  return () => Promise.all(outcomes);
};

describe('a password that awaits migration', () => {
  it('lets in everybody who gives it at the same time, and is set once', async () => {
    const { pool, gate } = await gatedPool();
    const user = await awaitingUser(pool);
    const outcomes = await held(pool, user.username, 4);
    await openGate(gate);
    expect(await outcomes()).toEqual(Array.from({ length: 4 }, () => 'in'));
    expect(await awaits(pool, user)).toBe(false);
    await signInBySrp(pool, user);
  });

  it('does not come over one that was set meanwhile', async () => {
    const { pool, gate } = await gatedPool();
    const user = await awaitingUser(pool);
    const outcomes = await held(pool, user.username, 2);
    const named = { UserPoolId: pool.poolId, Username: user.username };
    await adminClient().send(new AdminSetUserPasswordCommand({ ...named, Password: newPassword, Permanent: true }));
    await openGate(gate);
    expect(await outcomes()).toEqual(['Incorrect username or password.', 'Incorrect username or password.']);
    await signIn(pool, user, { secret: newPassword });
  });

  it('comes to a user who changed otherwise meanwhile, and takes nothing of that back', async () => {
    const { pool, gate } = await gatedPool();
    const user = await awaitingUser(pool);
    const outcomes = await held(pool, user.username, 1);
    const named = { UserPoolId: pool.poolId, Username: user.username };
    const UserAttributes = [{ Name: 'name', Value: 'Ada' }];
    await adminClient().send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }));
    await openGate(gate);
    expect(await outcomes()).toEqual(['in']);
    const found = await adminClient().send(new AdminGetUserCommand(named));
    expect(found.UserAttributes).toContainEqual({ Name: 'name', Value: 'Ada' });
    await signIn(pool, user);
  });

  it('comes too late where five wrong ones were counted since', async () => {
    const { pool, gate } = await gatedPool();
    const user = await awaitingUser(pool);
    const at = Date.now();
    const outcomes = await held(pool, user.username, 1, at);
    for (let guess = 0; guess < 5; guess++) {
      await expect(beginSignIn(pool, user.username, 'Wrong-horse-1', { at })).rejects.toThrow('Incorrect');
    }
    await openGate(gate);
    expect(await outcomes()).toEqual(['Password attempts exceeded']);
    expect(await awaits(pool, user)).toBe(true);
  });
});
