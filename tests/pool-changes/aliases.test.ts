import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import {
  applyChange,
  finishChange,
  ownersIn,
  rollBackChange,
  signUp,
  usernameOf,
} from '#tests/support/pool-changes.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { callWorker } from '#tests/support/workers.ts';

const admin = adminClient();
describe.concurrent('a change of aliases', () => {
  it('lets users sign in by what they could not before, and back again', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const before = await ownersIn(pool.poolId);
    await expect(signIn(pool, { ...user, username: user.email })).rejects.toThrow('User does not exist.');
    const { Change } = await applyChange(pool.poolId, { AliasAttributes: ['email'] });
    expect(Change).toMatchObject({ Status: 'SWITCHED', UsersExamined: 1, UsersChanged: 1, UsersObstructed: 0 });
    await expect(signIn(pool, { ...user, username: user.email })).resolves.toBeDefined();
    expect((await rollBackChange(pool.poolId)).Change?.Status).toBe('ROLLED_BACK');
    await expect(signIn(pool, { ...user, username: user.email })).rejects.toThrow('User does not exist.');
    await expect(signIn(pool, user)).resolves.toBeDefined();
    expect(await ownersIn(pool.poolId)).toEqual(before);
  });

  it('takes along who is made, changed and deleted between its stages', async () => {
    const pool = await makePool();
    const [gone, moved] = [await makeUser(pool), await makeUser(pool)];
    await applyChange(pool.poolId, { AliasAttributes: ['email'] });
    const made = await makeUser(pool);
    const email = anEmail();
    const UserAttributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ];
    const named = { UserPoolId: pool.poolId, Username: moved.username };
    await admin.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }));
    await admin.send(new AdminDeleteUserCommand({ ...named, Username: gone.username }));
    expect(await usernameOf(pool, made.email)).toBe(made.username);
    expect(await usernameOf(pool, email)).toBe(moved.username);
    await expect(usernameOf(pool, moved.email)).rejects.toThrow('User does not exist.');
    await expect(usernameOf(pool, gone.email)).rejects.toThrow('User does not exist.');
    await rollBackChange(pool.poolId);
    await expect(usernameOf(pool, email)).rejects.toThrow('User does not exist.');
    expect((await ownersIn(pool.poolId)).every((owner) => owner.endsWith('#sub'))).toBe(true);
  });

  it('is blocked by users who have an address in common, until that is mended', async () => {
    const pool = await makePool();
    const email = anEmail();
    const [ada, grace] = [await makeUser(pool, { email }), await makeUser(pool, { email })];
    const blocked = await applyChange(pool.poolId, { AliasAttributes: ['email'] });
    expect(blocked.Change).toMatchObject({ Status: 'BLOCKED', UsersObstructed: 1 });
    const [obstacle] = blocked.Obstacles ?? [];
    expect(obstacle?.Reasons).toMatchObject([{ Reason: 'NAME_TAKEN', Attribute: 'email', Name: email }]);
    expect([obstacle?.Username, obstacle?.Reasons[0]?.TakenBy].sort()).toEqual([ada.username, grace.username].sort());
    await expect(signIn(pool, ada)).resolves.toBeDefined();
    await expect(usernameOf(pool, email)).rejects.toThrow('User does not exist.');
    const UserAttributes = [{ Name: 'email', Value: anEmail() }];
    const mend = { UserPoolId: pool.poolId, Username: grace.username, UserAttributes };
    await admin.send(new AdminUpdateUserAttributesCommand(mend));
    expect((await applyChange(pool.poolId)).Change?.Status).toBe('SWITCHED');
    expect(await usernameOf(pool, email)).toBe(ada.username);
  });

  it('leaves nothing of the former aliases when it is finished, and is final', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const user = await makeUser(pool, { attributes: [{ Name: 'preferred_username', Value: 'Countess' }] });
    await applyChange(pool.poolId, { AliasAttributes: ['preferred_username'] });
    expect((await finishChange(pool.poolId)).Change?.Status).toBe('FINISHED');
    expect(await usernameOf(pool, 'Countess')).toBe(user.username);
    expect((await ownersIn(pool.poolId)).some((owner) => owner.endsWith('#email'))).toBe(false);
    await expect(callOwn('RollBackUserPoolChange', { UserPoolId: pool.poolId })).rejects.toThrow(
      'There is no change to roll back.',
    );
    await expect(callOwn('FinishUserPoolChange', { UserPoolId: pool.poolId })).resolves.toMatchObject({
      Change: { Status: 'FINISHED' },
    });
  });

  it('makes addresses what users sign up with', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await applyChange(pool.poolId, { UsernameAttributes: ['email'] });
    const email = anEmail();
    await signUp(pool, email);
    expect(await usernameOf(pool, email)).toMatch(/^[0-9a-f-]{36}$/);
    await expect(signUp(pool, user.email)).rejects.toThrow('An account with the given email already exists.');
    await expect(signIn(pool, { ...user, username: user.email })).resolves.toBeDefined();
    await expect(signIn(pool, user)).resolves.toBeDefined();
    await expect(signUp(pool, 'carol')).rejects.toThrow('Username should be an email.');
  });

  it('makes addresses aliases of usernames where users signed up with them', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] });
    const [email, unproven] = [anEmail(), anEmail()];
    const { username } = await makeUser(pool, { username: email, email });
    await admin.send(
      new AdminCreateUserCommand({ UserPoolId: pool.poolId, Username: unproven, MessageAction: 'SUPPRESS' }),
    );
    const before = await ownersIn(pool.poolId);
    await applyChange(pool.poolId, { UsernameAttributes: [], AliasAttributes: ['email'] });
    for (const name of [email, username]) {
      await expect(signIn(pool, { username: name })).resolves.toBeDefined();
    }
    await expect(usernameOf(pool, unproven)).rejects.toThrow('User does not exist.');
    await signUp(pool, 'carol');
    expect(await usernameOf(pool, 'carol')).toBe('carol');
    await rollBackChange(pool.poolId);
    expect(await usernameOf(pool, unproven)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ownersIn(pool.poolId)).toEqual(expect.arrayContaining(before));
  });
});

describe('a pool that is deleted while it changes', () => {
  it('leaves nothing in either form', async () => {
    const pool = await makePool();
    const email = anEmail();
    await makeUser(pool, { email });
    await makeUser(pool, { email });
    await applyChange(pool.poolId, { AliasAttributes: ['email'] });
    const UserPoolId = pool.poolId;
    await adminClient({ ahead: -120_000 }).send(new DeleteUserPoolCommand({ UserPoolId }));
    await callWorker('PurgeUserPool', { userPoolId: UserPoolId });
    expect((await itemsAbout(UserPoolId)).map(({ type }) => type)).toEqual([]);
  });
});
