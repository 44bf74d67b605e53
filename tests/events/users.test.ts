import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeGroup } from '#tests/support/groups.ts';
import { eventsAbout, toldAbout } from '#tests/support/heard-events.ts';
import { merge } from '#tests/support/merging.ts';
import { aPhoneNumber, makePool, makeUser, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp } from '#tests/support/sign-up.ts';

const custom: Parameters<typeof makePool>[0] = {
  Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
};

describe('Events tell of users', () => {
  it('that they sign up, confirm their addresses and are deleted', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const { username, email, answer } = await signUp(pool);
    await confirmSignUp(pool, { username, email });
    const about = { UserPoolId: pool.poolId, Username: username };
    await adminClient().send(new AdminDeleteUserCommand(about));

    const sub = answer.UserSub ?? '';
    const attributes = ['email', 'email_verified'];
    expect(await toldAbout(sub, 'PasswordRemoved')).toEqual([
      ['UserCreated', { status: 'UNCONFIRMED', enabled: true, attributes, groups: [], providers: [] }],
      ['PasswordChanged', { temporary: false, first: true }],
      ['UserConfirmed', {}],
      ['UserAttributesChanged', { changed: ['email_verified'], removed: [] }],
      ['EmailVerified', {}],
      ['UserDeleted', {}],
      ['PasswordRemoved', {}],
    ]);
    const events = await eventsAbout(sub);
    for (const { userPoolId, user } of events) expect([userPoolId, user?.sub]).toEqual([pool.poolId, sub]);
    expect(events[0]?.user).toEqual({ sub, username, version: 1 });
    expect(JSON.stringify(events)).not.toContain(email);
  });

  it('with the values of those attributes alone that a setting names', async () => {
    const pool = await makePool(custom);
    const { username: Username, sub } = await makeUser(pool, {
      attributes: [
        { Name: 'nickname', Value: 'Countess' },
        { Name: 'name', Value: 'Ada Lovelace' },
      ],
    });
    const about = { UserPoolId: pool.poolId, Username };
    const phone = aPhoneNumber();
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        ...about,
        UserAttributes: [
          { Name: 'custom:plan', Value: 'gold' },
          { Name: 'name', Value: 'A. Lovelace' },
          { Name: 'phone_number', Value: phone },
          { Name: 'phone_number_verified', Value: 'true' },
        ],
      }),
    );
    await adminClient().send(
      new AdminDeleteUserAttributesCommand({ ...about, UserAttributeNames: ['name', 'nickname'] }),
    );
    await adminClient().send(new AdminDisableUserCommand(about));

    const told = await toldAbout(sub, 'UserSignedOut');
    const attributes = ['email', 'email_verified', 'name', 'nickname'];
    expect(told[0]).toEqual([
      'UserCreated',
      {
        status: 'FORCE_CHANGE_PASSWORD',
        enabled: true,
        attributes,
        values: { nickname: 'Countess' },
        groups: [],
        providers: [],
      },
    ]);
    const changed = ['custom:plan', 'name', 'phone_number', 'phone_number_verified'];
    expect(told.slice(-5)).toEqual([
      ['UserAttributesChanged', { changed, removed: [], values: { 'custom:plan': 'gold' } }],
      ['PhoneNumberVerified', {}],
      ['UserAttributesChanged', { changed: [], removed: ['name', 'nickname'] }],
      ['UserDisabled', {}],
      ['UserSignedOut', {}],
    ]);
    const all = JSON.stringify(await eventsAbout(sub));
    for (const value of ['Lovelace', phone, '@example.com', password]) expect(all).not.toContain(value);
  });

  it('that administrators invite, disable, enable and reset them, and sign them out', async () => {
    const pool = await makePool();
    const { User } = await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: 'ada',
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: 'ada@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    const about = { UserPoolId: pool.poolId, Username: 'ada' };
    const admin = adminClient();
    await admin.send(new AdminSetUserPasswordCommand({ ...about, Password: password, Permanent: true }));
    await admin.send(new AdminDisableUserCommand(about));
    await admin.send(new AdminEnableUserCommand(about));
    await admin.send(new AdminUserGlobalSignOutCommand(about));
    await admin.send(new AdminResetUserPasswordCommand(about));
    const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
    await expect
      .poll(async () => (await eventsAbout(sub)).map(({ type, details }) => [type, details]).slice(1))
      .toEqual([
        ['PasswordChanged', { temporary: true, first: true }],
        ['UserStatusChanged', { from: 'FORCE_CHANGE_PASSWORD', to: 'CONFIRMED' }],
        ['PasswordChanged', { temporary: false, first: false }],
        ['UserDisabled', {}],
        ['UserSignedOut', {}],
        ['UserEnabled', {}],
        ['UserSignedOut', {}],
        ['UserStatusChanged', { from: 'CONFIRMED', to: 'RESET_REQUIRED' }],
      ]);
    const versions = (await eventsAbout(sub)).flatMap(({ user }) => user?.version ?? []);
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
    // To disable somebody is one write of two events.
    expect(versions).toHaveLength(new Set(versions).size + 1);
  });

  it('that they change their passwords, and that a refused change is none', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const change = (PreviousPassword: string) =>
      publicClient().send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Better-horse-2' }),
      );
    await expect(change('Wrong-horse-3')).rejects.toThrow();
    await change(password);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: user.username }));
    const told = await toldAbout(user.sub, 'UserDisabled');
    expect(told.filter(([type]) => type === 'PasswordChanged')).toEqual([
      ['PasswordChanged', { temporary: true, first: true }],
      ['PasswordChanged', { temporary: false, first: false }],
      ['PasswordChanged', { temporary: false, first: false }],
    ]);
  });

  it('that they join and leave groups', async () => {
    const pool = await makePool();
    const { username: Username, sub } = await makeUser(pool);
    const GroupName = await makeGroup(pool, 'staff');
    const about = { UserPoolId: pool.poolId, Username, GroupName };
    await adminClient().send(new AdminAddUserToGroupCommand(about));
    await adminClient().send(new AdminRemoveUserFromGroupCommand(about));
    expect((await toldAbout(sub, 'UserLeftGroup')).slice(-2)).toEqual([
      ['UserJoinedGroup', { group: 'staff' }],
      ['UserLeftGroup', { group: 'staff' }],
    ]);
  });

  it('that one is merged into another', async () => {
    const pool = await makePool();
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    await merge(pool, source.username, destination.username);
    expect((await toldAbout(`"user":{"sub":"${destination.sub}"`, 'UserMerged')).at(-1)).toEqual([
      'UserMerged',
      { mergedSub: source.sub },
    ]);
    const left = await toldAbout(`"user":{"sub":"${source.sub}"`, 'UserDeleted');
    expect(left).toContainEqual(['UserDeleted', {}]);
  });

  it('once each, in the order of their sequence, however many come at once', async () => {
    const pool = await makePool();
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const { username: Username } = await signUp(pool);
        await adminClient().send(new AdminConfirmSignUpCommand({ UserPoolId: pool.poolId, Username }));
      }),
    );
    const confirmed = async () =>
      (await eventsAbout(pool.poolId)).filter(({ type }) => type === 'UserConfirmed').length;
    await expect.poll(confirmed).toBe(12);
    const events = await eventsAbout(pool.poolId);
    const bySub = Map.groupBy(events, ({ user }) => user?.sub ?? 'none');
    for (const sub of [...bySub.keys()].filter((one) => one !== 'none')) {
      const types = bySub.get(sub)?.map(({ type }) => type);
      expect(types).toEqual(['UserCreated', 'PasswordChanged', 'UserConfirmed']);
    }
    expect(new Set(events.map(({ sequence }) => sequence)).size).toBe(events.length);
  });
});
