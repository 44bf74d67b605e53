import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool } from '#tests/support/devices.ts';
import { makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { groupsOf, join, makeGroup, membersOf, putIntoGroups, removeGroup } from '#tests/support/groups.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { link } from '#tests/support/linking.ts';
import { merge, seen } from '#tests/support/merging.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { applyChange } from '#tests/support/pool-changes.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';

type Attributes = Readonly<Record<string, string>>;

const set = ({ poolId: UserPoolId }: TestPool, Username: string, attributes: Attributes) =>
  adminClient().send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

const account = (ProviderAttributeValue: string) => ({
  ProviderName: 'Corporate',
  ProviderAttributeName: 'Cognito_Subject',
  ProviderAttributeValue,
});

const gone = { name: 'UserNotFoundException' };
const badParameter = (message: string | RegExp) => ({
  name: 'InvalidParameterException',
  message: expect.stringMatching(message),
});

/** A user without an e-mail. */
const makeBare = async ({ poolId: UserPoolId }: TestPool): Promise<string> => {
  const Username = `bare-${randomUUID()}`;
  await adminClient().send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await adminClient().send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  );
  return Username;
};

describe('AdminMergeUsers', () => {
  it('moves attributes that the other user lacks, groups and accounts, and drops the rest', async () => {
    const pool = await makePool();
    await makeProvider(pool);
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    await set(pool, source.username, { name: 'Ada King', nickname: 'Ada', phone_number: aPhoneNumber() });
    await set(pool, destination.username, { nickname: 'Countess' });
    for (const name of ['editors', 'both']) await makeGroup(pool, name);
    await join(pool, source, 'editors', 'both');
    await join(pool, destination, 'both');
    await link(pool, source.username, 'Ada-1');
    const { attributes: before } = await seen(pool, source.username);

    const planned = await merge(pool, source.username, destination.username, { DryRun: true });
    expect(planned).toEqual({
      Status: 'PLANNED',
      Source: { Username: source.username, Sub: source.sub },
      Destination: { Username: destination.username, Sub: destination.sub },
      Moved: {
        Attributes: expect.arrayContaining([
          { Name: 'name', Value: 'Ada King' },
          { Name: 'phone_number', Value: before.phone_number },
          { Name: 'phone_number_verified', Value: 'false' },
        ]),
        Groups: ['editors'],
        Identities: [account('Ada-1')],
        AcceptedTerms: [],
      },
      Dropped: {
        Attributes: expect.arrayContaining(['email', 'nickname']),
        Password: true,
        SoftwareToken: false,
        RecoveryCodes: false,
        Passkeys: 0,
        Devices: 0,
      },
    });
    expect(planned.Moved?.Attributes).toHaveLength(3);
    expect((await seen(pool, source.username)).attributes).toEqual(before);
    expect(await groupsOf(pool, destination)).toEqual(['both']);

    expect(await merge(pool, source.username, destination.username)).toEqual({ ...planned, Status: 'MERGED' });
    const { attributes, identities, status } = await seen(pool, destination.username);
    expect(attributes).toMatchObject({
      sub: destination.sub,
      name: 'Ada King',
      nickname: 'Countess',
      email: destination.email,
      phone_number: before.phone_number,
    });
    expect(status).toBe('CONFIRMED');
    expect(identities).toMatchObject([{ userId: 'Ada-1', primary: false }]);
    expect([...(await groupsOf(pool, destination))].sort()).toEqual(['both', 'editors']);
    expect(await membersOf(pool, 'editors')).toEqual([destination.username]);
    expect(await membersOf(pool, 'both')).toEqual([destination.username]);
    await expect(seen(pool, source.username)).rejects.toMatchObject(gone);
    await expect(seen(pool, source.sub)).rejects.toMatchObject(gone);
  });

  it('leaves nothing of the user behind, and revokes what was given out', async () => {
    const pool = await makeDevicePool();
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    const { AccessToken, RefreshToken } = await confirmedDevice(pool, source);
    const theirs = await signIn(pool, destination);
    const { Dropped } = await merge(pool, source.username, destination.username);
    expect(Dropped).toMatchObject({ Password: true, Devices: 1 });
    expect(await itemsAbout(source.username)).toEqual([]);
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    const refresh = { ClientId: pool.clientId, RefreshToken };
    await expect(publicClient().send(new GetTokensFromRefreshTokenCommand(refresh))).rejects.toThrow();
    await expect(beginSignIn(pool, source.username)).rejects.toThrow();
    await publicClient().send(new GetUserCommand({ AccessToken: theirs.AccessToken }));
    await signIn(pool, destination);
  });

  it('drops an authenticator app and recovery codes, and says so', async () => {
    const pool = await makeTotpPool();
    const [source, destination] = [await makeTotpUser(pool), await makeUser(pool)];
    await callOwnUnsigned('CreateRecoveryCodes', { AccessToken: source.AccessToken });
    const { Dropped } = await merge(pool, source.username, destination.username);
    expect(Dropped).toMatchObject({ SoftwareToken: true, RecoveryCodes: true });
    // The other user is asked for none.
    await signIn(pool, destination);
  });

  it('makes one of a user of a provider and a user of the pool', async () => {
    const app = await makeScriptedApp();
    const destination = await makeUser(app);
    const enter = async () =>
      tokensFor(app, await signInScripted(app, { sub: 'Ada-1' }, { scope: 'openid aws.cognito.signin.user.admin' }));
    const { access_token: AccessToken, claims } = await enter();
    const { Moved } = await merge(app, String(claims.sub), destination.sub);
    expect(Moved).toMatchObject({ Identities: [account('Ada-1')], Groups: [`${app.poolId}_Corporate`] });
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toThrow();
    expect((await enter()).claims).toMatchObject({ sub: destination.sub, 'cognito:username': destination.username });
  });

  it('hands names on where an e-mail is one', async () => {
    const pool = await makePool({ AliasAttributes: ['email', 'preferred_username'] });
    const [source, destination] = [await makeUser(pool), await makeBare(pool)];
    const nick = `nick-${randomUUID()}`;
    await set(pool, source.username, { preferred_username: nick });
    await merge(pool, source.username, destination);
    expect((await seen(pool, source.email)).attributes.email_verified).toBe('true');
    for (const name of [source.email, nick]) await signIn(pool, { username: name });
    const [email, other] = [anEmail(), await makeUser(pool)];
    const UserAttributes = [{ Name: 'email', Value: email }];
    const Username = source.username;
    await publicClient().send(
      new SignUpCommand({ ClientId: pool.clientId, Username, Password: password, UserAttributes }),
    );
    await merge(pool, other.username, destination);
    expect((await seen(pool, destination)).attributes.email).toBe(source.email);
    await expect(beginSignIn(pool, other.email)).rejects.toThrow();
  });

  it('takes over that the same e-mail is proved', async () => {
    const pool = await makePool();
    const source = await makeUser(pool);
    const destination = await makeUser(pool, { email: source.email });
    await set(pool, destination.username, { email: source.email, email_verified: 'false' });
    const { Moved, Dropped } = await merge(pool, source.username, destination.username);
    expect(Moved?.Attributes).toEqual([{ Name: 'email_verified', Value: 'true' }]);
    expect(Dropped?.Attributes).toEqual([]);
  });

  it('sets no attribute that never changes', async () => {
    const pool = await makePool({
      Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: false }],
    });
    const attributes = [{ Name: 'custom:tenant', Value: 'one' }];
    const [source, destination] = [await makeUser(pool, { attributes }), await makeUser(pool)];
    const { Dropped } = await merge(pool, source.username, destination.username);
    expect(Dropped?.Attributes).toContain('custom:tenant');
    expect((await seen(pool, destination.username)).attributes).not.toHaveProperty('custom:tenant');
  });

  it('moves eighty groups, and none that is gone', async () => {
    const pool = await makePool();
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    const names = Array.from({ length: 80 }, (_none, index) => `group-${String(index).padStart(2, '0')}`);
    await putIntoGroups(pool, source, names);
    await makeGroup(pool, 'gone');
    await join(pool, source, 'gone');
    await removeGroup(pool, 'gone');
    const { Moved } = await merge(pool, source.username, destination.username);
    expect(Moved?.Groups).toEqual(names);
    expect(await membersOf(pool, 'group-00')).toEqual([destination.username]);
    const items = await itemsAbout(`MEMBERS#${pool.poolId}`);
    expect(items.filter(({ sk }) => sk === source.username)).toEqual([]);
    expect(items.filter(({ sk }) => sk === destination.username)).toHaveLength(80);
  });

  it('can be asked for again, by the name that the user had', async () => {
    const pool = await makePool();
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    await merge(pool, source.username, destination.username);
    const again = { Status: 'MERGED_BEFORE', Destination: { Username: destination.username, Sub: destination.sub } };
    expect(await merge(pool, source.username, destination.username)).toEqual(again);
    expect(await merge(pool, source.sub, destination.sub)).toEqual(again);
    await expect(merge(pool, randomUUID(), destination.username)).rejects.toMatchObject(gone);
  });

  it('takes no user who does not exist', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await expect(merge(pool, 'nobody', username)).rejects.toMatchObject(gone);
    await expect(merge(pool, username, 'nobody')).rejects.toMatchObject(gone);
  });

  it('takes no user who is disabled, not confirmed, or the same', async () => {
    const pool = await makePool();
    const [one, other] = [await makeUser(pool), await makeUser(pool)];
    await expect(merge(pool, one.username, one.sub)).rejects.toMatchObject(badParameter('into itself'));
    const Username = `new-${randomUUID()}`;
    await publicClient().send(new SignUpCommand({ ClientId: pool.clientId, Username, Password: password }));
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: other.username }));
    for (const DryRun of [true, false]) {
      await expect(merge(pool, Username, one.username, { DryRun })).rejects.toMatchObject(
        badParameter('not confirmed'),
      );
      await expect(merge(pool, other.username, one.username, { DryRun })).rejects.toMatchObject(
        badParameter('is disabled'),
      );
      await expect(merge(pool, one.username, other.username, { DryRun })).rejects.toMatchObject(
        badParameter('is disabled'),
      );
    }
  });

  it('makes no user of more than five accounts, or of more than a hundred groups', async () => {
    const pool = await makePool();
    await makeProvider(pool);
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    for (let count = 0; count < 3; count++) await link(pool, source.username, randomUUID());
    for (let count = 0; count < 3; count++) await link(pool, destination.username, randomUUID());
    for (const DryRun of [true, false]) {
      await expect(merge(pool, source.username, destination.username, { DryRun })).rejects.toMatchObject({
        name: 'LimitExceededException',
        message: 'A user has 5 linked identities at most.',
      });
    }
    const [many, more] = [await makeUser(pool), await makeUser(pool)];
    const names = (of: string) => Array.from({ length: 60 }, (_none, index) => `${of}-${index}`);
    await putIntoGroups(pool, many, names('many'));
    await putIntoGroups(pool, more, names('more'));
    await expect(merge(pool, many.username, more.username)).rejects.toMatchObject(badParameter('100 groups'));
  });

  it('waits until a change of the pool is over', async () => {
    const pool = await makePool();
    const [source, destination] = [await makeUser(pool), await makeUser(pool)];
    await applyChange(pool.poolId, { AliasAttributes: ['email'] });
    await expect(merge(pool, source.username, destination.username)).rejects.toMatchObject(
      badParameter('being changed'),
    );
  });
});
