import { randomUUID } from 'node:crypto';
import { AdminDeleteUserCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import {
  applyChange,
  type ChangeAnswer,
  finishChange,
  rollBackChange,
  signUp,
  usernameOf,
} from '#tests/support/pool-changes.ts';
import { anEmail, makePool, makeUser, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';

const admin = adminClient();
describe.concurrent('a change of case', () => {
  it('finds users however they write their names, with all that they have', async () => {
    const pool = await makePool();
    const user = await makeUser(pool, { username: `Ada-${randomUUID()}` });
    const { AccessToken } = await signIn(pool, user);
    await applyChange(pool.poolId, { UsernameConfiguration: { CaseSensitive: false } });
    for (const username of [user.username.toUpperCase(), user.username.toLowerCase(), user.username]) {
      await expect(signIn(pool, { ...user, username })).resolves.toBeDefined();
      await expect(signInBySrp(pool, { username, password })).resolves.toBeDefined();
    }
    const { Username } = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe(user.username);
    await expect(signUp(pool, user.username.toUpperCase())).rejects.toThrow('User already exists');
    await expect(signUp(pool, user.username.toLowerCase())).rejects.toThrow('User already exists');
    await finishChange(pool.poolId);
    await expect(signIn(pool, { ...user, username: user.username.toUpperCase() })).resolves.toBeDefined();
    await expect(signUp(pool, user.username.toLowerCase())).rejects.toThrow('User already exists');
    await admin.send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: user.username.toUpperCase() }));
    await expect(signUp(pool, user.username.toLowerCase())).resolves.toBeDefined();
  });

  it('goes back, with those who came meanwhile', async () => {
    const pool = await makePool();
    const ada = await makeUser(pool, { username: `Ada-${randomUUID()}` });
    await applyChange(pool.poolId, { UsernameConfiguration: { CaseSensitive: false } });
    const grace = await makeUser(pool, { username: `Grace-${randomUUID()}` });
    const { AccessToken } = await signIn(pool, grace);
    await rollBackChange(pool.poolId);
    await expect(usernameOf(pool, ada.username.toLowerCase())).rejects.toThrow('User does not exist.');
    for (const user of [ada, grace]) {
      expect(await usernameOf(pool, user.username)).toBe(user.username);
      await expect(signIn(pool, user)).resolves.toBeDefined();
      await expect(signInBySrp(pool, { username: user.username, password })).resolves.toBeDefined();
      await expect(signUp(pool, user.username)).rejects.toThrow('User already exists');
    }
    const { Username } = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe(grace.username);
  });

  it('is blocked by names that differ in case alone', async () => {
    const pool = await makePool();
    const name = `ada-${randomUUID()}`;
    await makeUser(pool, { username: name });
    await makeUser(pool, { username: name.toUpperCase() });
    const { Change, Obstacles } = await applyChange(pool.poolId, { UsernameConfiguration: { CaseSensitive: false } });
    expect(Change?.Status).toBe('BLOCKED');
    expect(Obstacles).toMatchObject([
      { Username: name.toUpperCase(), Reasons: [{ Reason: 'NAME_TAKEN', Attribute: 'username', TakenBy: name }] },
    ]);
    await rollBackChange(pool.poolId);
    expect(await usernameOf(pool, name.toUpperCase())).toBe(name.toUpperCase());
  });

  it('is blocked by usernames that would stand before what finds somebody else', async () => {
    const pool = await makePool({ AliasAttributes: ['preferred_username'] });
    const name = `ada-${randomUUID()}`;
    const ada = await makeUser(pool, { attributes: [{ Name: 'preferred_username', Value: name }] });
    const thieves = [name.toUpperCase(), ada.sub.toUpperCase()];
    for (const username of thieves) await makeUser(pool, { username });
    const Change = { UsernameConfiguration: { CaseSensitive: false } };
    const expected = thieves.map((Username) => ({
      Username,
      Reasons: [expect.objectContaining({ Reason: 'NAME_TAKEN', Attribute: 'username', TakenBy: ada.username })],
    }));
    const planned = await callOwn<ChangeAnswer>('PlanUserPoolChange', { UserPoolId: pool.poolId, Change });
    const { Change: blocked, Obstacles } = await applyChange(pool.poolId, Change);
    expect(blocked?.Status).toBe('BLOCKED');
    for (const told of [planned.Obstacles, Obstacles]) {
      expect(told).toHaveLength(thieves.length);
      expect(told).toEqual(expect.arrayContaining(expected));
    }
    for (const own of [name, ada.sub]) expect(await usernameOf(pool, own)).toBe(ada.username);
  });

  it('is blocked by a username that would be an address of somebody else', async () => {
    const pool = await makePool();
    const email = anEmail();
    const grace = await makeUser(pool, { email });
    const thief = await makeUser(pool, { username: email.toUpperCase() });
    const Change = { UsernameConfiguration: { CaseSensitive: false }, AliasAttributes: ['email'] };
    const planned = await callOwn<ChangeAnswer>('PlanUserPoolChange', { UserPoolId: pool.poolId, Change });
    const { Change: blocked, Obstacles } = await applyChange(pool.poolId, Change);
    expect(blocked?.Status).toBe('BLOCKED');
    for (const told of [planned.Obstacles, Obstacles]) {
      expect(told).toHaveLength(1);
      expect([told?.[0]?.Username, told?.[0]?.Reasons[0]?.TakenBy].sort()).toEqual(
        [grace.username, thief.username].sort(),
      );
    }
  });

  it('tells in its plan of names that stand before others only then', async () => {
    const pool = await makePool({ AliasAttributes: ['preferred_username'] });
    const name = randomUUID();
    const ada = await makeUser(pool, { username: `Ada-${name}` });
    const grace = await makeUser(pool, { attributes: [{ Name: 'preferred_username', Value: `ADA-${name}` }] });
    const free = await makeUser(pool, { username: `Bea-${name}` });
    const Change = { UsernameConfiguration: { CaseSensitive: false } };
    const { Obstacles } = await callOwn<ChangeAnswer>('PlanUserPoolChange', { UserPoolId: pool.poolId, Change });
    expect(Obstacles).toHaveLength(1);
    const [{ Username, Reasons: [reason] = [] } = {}] = Obstacles ?? [];
    expect([Username, reason?.TakenBy].sort()).toEqual([ada.username, grace.username].sort());
    expect(Username).not.toBe(free.username);
  });

  it('keeps names for their users when case begins to matter', async () => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: false } });
    const user = await makeUser(pool, { username: `Ada-${randomUUID()}` });
    await applyChange(pool.poolId, { UsernameConfiguration: { CaseSensitive: true } });
    await finishChange(pool.poolId);
    expect(await usernameOf(pool, user.username)).toBe(user.username);
    expect(await usernameOf(pool, user.username.toLowerCase())).toBe(user.username);
    await expect(usernameOf(pool, user.username.toUpperCase())).rejects.toThrow('User does not exist.');
    await expect(signUp(pool, user.username)).rejects.toThrow('User already exists');
    await expect(signUp(pool, user.username.toLowerCase())).rejects.toThrow('User already exists');
    await expect(signUp(pool, user.username.toUpperCase())).resolves.toBeDefined();
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });
});
