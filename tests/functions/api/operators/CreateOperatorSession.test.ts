import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GlobalSignOutCommand,
  ListTagsForResourceCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  TagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { leave, makeGroup, removeGroup } from '#tests/support/groups.ts';
import {
  asOperator,
  configure,
  credentialsOf,
  exchange,
  makeOperator,
  makeOperatorPools,
  signInOperator,
} from '#tests/support/operators.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const refused = { name: 'UnrecognizedClientException' };
const denied = { name: 'AccessDeniedException' };
const notAuthorized = { name: 'NotAuthorizedException' };

let pools: Awaited<ReturnType<typeof makeOperatorPools>>;

beforeAll(async () => {
  pools = await makeOperatorPools();
});

afterAll(() => configure());

const operator = (...groups: readonly string[]) => signInOperator(pools.operators, ...groups);

const getCustomer = () => new AdminGetUserCommand({ UserPoolId: pools.shop.poolId, Username: pools.customer.username });
const resetCustomer = () =>
  new AdminResetUserPasswordCommand({ UserPoolId: pools.shop.poolId, Username: pools.customer.username });
const renameShop = () => new UpdateUserPoolCommand({ UserPoolId: pools.shop.poolId, PoolName: 'shop' });

describe('an operator', () => {
  it('administers everything by keys that are given for a token', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { user, keys, client } = await operator('administrators');

    expect(keys.Username).toBe(user.username);
    expect(keys.Groups).toEqual([{ GroupName: 'administrators', Role: 'ADMINISTRATOR' }]);
    expect(keys.Credentials.Expiration).toBeGreaterThanOrEqual(before + 3600);
    expect(await client.send(getCustomer())).toMatchObject({ Username: pools.customer.username });
    expect(await client.send(renameShop())).toMatchObject({ $metadata: { httpStatusCode: 200 } });
    expect((await client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).UserPools).toHaveLength(1);
  });

  it('of one pool administers that one, and neither another one nor all', async () => {
    const { client } = await operator('shop');
    const other = await makePool();

    await client.send(renameShop());
    for (const UserPoolId of [other.poolId, pools.operators.poolId]) {
      await expect(client.send(new ListUsersCommand({ UserPoolId }))).rejects.toMatchObject(denied);
    }
    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject(denied);
  });

  it('who reads changes nothing, and is told no secrets', async () => {
    const { client, user } = await operator('auditors');
    const secret = await makeClient(pools.shop.poolId, { GenerateSecret: true });
    const describeClient = new DescribeUserPoolClientCommand({
      UserPoolId: pools.shop.poolId,
      ClientId: secret.clientId,
    });

    expect(await client.send(getCustomer())).toMatchObject({ Username: pools.customer.username });
    const { UserPoolClient } = await client.send(describeClient);
    expect(UserPoolClient).toMatchObject({ ClientId: secret.clientId, ClientName: 'test' });
    expect(UserPoolClient?.ClientSecret).toBeUndefined();
    expect((await adminClient().send(describeClient)).UserPoolClient?.ClientSecret).toBe(secret.clientSecret);
    await expect(client.send(renameShop())).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining(`assumed-role/operator/${user.username} is not authorized`),
    });
    await expect(client.send(resetCustomer())).rejects.toMatchObject(denied);
  });

  it('who reads sees what was counted and who called what, but for the pool of the operators', async () => {
    const { client, keys, user } = await operator('auditors');
    const accessKey = credentialsOf(keys);
    const [ours, theirs] = [{ UserPoolId: pools.shop.poolId }, { UserPoolId: pools.operators.poolId }];
    for (const operation of ['ListTrailRecords', 'GetUserPoolMetrics']) {
      await expect(callOwn(operation, ours, { accessKey })).resolves.toBeDefined();
      await expect(callOwn(operation, theirs, { accessKey })).rejects.toMatchObject(denied);
    }
    await client.send(new ListUsersCommand(ours));
    const find = async (request: object, by?: object): Promise<unknown> => {
      const { Records } = await callOwn<{ Records: readonly TrailRecord[] }>('ListTrailRecords', request, by);
      return [...new Set(Records.map(({ eventName }) => eventName))];
    };
    const byName = { Operator: user.username, EventNames: ['ListUsers', 'GetUserPoolMetrics'], Order: 'OLDEST_FIRST' };
    await expect.poll(() => find(byName)).toEqual(['GetUserPoolMetrics', 'ListUsers']);
    // Whoever may do everything sees sign-ins of operators.
    const signIns = { ClientId: pools.operators.clientId, EventNames: ['InitiateAuth'] };
    expect(await find(signIns)).toEqual(['InitiateAuth']);
    expect(await find(signIns, { accessKey })).toEqual([]);
  });

  it.each(['auditors', 'help-desk'])('in %s may ask why a user cannot sign in', async (group) => {
    const { keys } = await operator(group);
    const accessKey = credentialsOf(keys);
    const asked = { UserPoolId: pools.shop.poolId, Username: pools.customer.username };
    await expect(callOwn('AdminExplainSignIn', asked, { accessKey })).resolves.toMatchObject({
      Username: pools.customer.username,
    });
    const own = { ...asked, UserPoolId: pools.operators.poolId };
    await expect(callOwn('AdminExplainSignIn', own, { accessKey })).rejects.toMatchObject(denied);
  });

  it('who helps users resets and disables them, and sets them no passwords', async () => {
    const { client } = await operator('help-desk');
    const user = await makeUser(pools.shop);
    const named = { UserPoolId: pools.shop.poolId, Username: user.username };

    await client.send(new AdminUserGlobalSignOutCommand(named));
    await client.send(new AdminResetUserPasswordCommand(named));
    await client.send(new AdminDisableUserCommand(named));
    await expect(
      client.send(new AdminSetUserPasswordCommand({ ...named, Password: 'Wrong-horse-1', Permanent: true })),
    ).rejects.toMatchObject(denied);
  });

  it.each(['auditors', 'help-desk', 'shop'])('in %s reaches nobody in the pool of the operators', async (group) => {
    const { client } = await operator(group);
    const chief = await makeOperator(pools.operators, 'administrators');
    const named = { UserPoolId: pools.operators.poolId, Username: chief.username };

    await expect(client.send(new AdminGetUserCommand(named))).rejects.toMatchObject(denied);
    await expect(client.send(new AdminResetUserPasswordCommand(named))).rejects.toMatchObject(denied);
    const accessKey = await client.config.credentials();
    await expect(callOwn('SetOperatorConfiguration', {}, { accessKey })).rejects.toMatchObject(denied);
  });

  it('in several groups may do what any of them may', async () => {
    const { client, keys } = await operator('auditors', 'shop');

    expect(keys.Groups.map(({ GroupName }) => GroupName)).toEqual(['shop', 'auditors']);
    await client.send(renameShop());
    await client.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  });
});

describe('the keys of an operator', () => {
  it('sign nothing without their session token, nor with that of others', async () => {
    const [{ keys }, { keys: others }] = [await operator('auditors'), await operator('auditors')];
    for (const SessionToken of ['', others.Credentials.SessionToken]) {
      const client = asOperator({ ...keys, Credentials: { ...keys.Credentials, SessionToken } });
      await expect(client.send(getCustomer())).rejects.toMatchObject(refused);
    }
  });

  it('end after an hour', async () => {
    const user = await makeOperator(pools.operators, 'auditors');
    const { AccessToken } = await signIn(pools.operators, user);
    const accessKey = credentialsOf(await exchange(AccessToken));
    const read = (ahead: number) =>
      callOwn('GetUserPoolUsage', { UserPoolId: pools.shop.poolId }, { ahead, accessKey });
    await expect(read(3_500_000)).resolves.toBeDefined();
    await expect(read(3_601_000)).rejects.toMatchObject(refused);
  });

  it.each<[string, (of: Awaited<ReturnType<typeof operator>>) => Promise<unknown>]>([
    ['signs out', ({ tokens }) => publicClient().send(new GlobalSignOutCommand({ AccessToken: tokens.AccessToken }))],
    [
      'is signed out',
      ({ user }) =>
        adminClient().send(
          new AdminUserGlobalSignOutCommand({ UserPoolId: pools.operators.poolId, Username: user.username }),
        ),
    ],
    [
      'is disabled',
      ({ user }) =>
        adminClient().send(
          new AdminDisableUserCommand({ UserPoolId: pools.operators.poolId, Username: user.username }),
        ),
    ],
    ['leaves the group', ({ user }) => leave(pools.operators, user, 'auditors')],
  ])('end when the operator %s', async (_what, end) => {
    const one = await operator('auditors');
    // An open key is kept for ten seconds, so it is another one of the same session that is used later.
    const later = asOperator(await exchange(one.tokens.AccessToken));
    await one.client.send(getCustomer());

    await end(one);

    await expect(later.send(getCustomer())).rejects.toMatchObject(refused);
  });

  it('end when the group is deleted, or is for nothing any more', async () => {
    await makeGroup(pools.operators, 'brief');
    const Groups = [...pools.configuration.Groups, { GroupName: 'brief', Role: 'READER' }];
    await configure({ ...pools.configuration, Groups });
    const [first, second, third] = [await operator('brief'), await operator('brief'), await operator('brief')];

    await configure(pools.configuration);
    await expect(first.client.send(getCustomer())).rejects.toMatchObject(refused);

    await configure({ ...pools.configuration, Groups });
    await third.client.send(getCustomer());
    await removeGroup(pools.operators, 'brief');
    await expect(second.client.send(getCustomer())).rejects.toMatchObject(refused);
    await configure(pools.configuration);
  });

  it.each<[string, (client: TestPool) => Promise<unknown>]>([
    ['none of operators any more', () => configure(pools.configuration)],
    [
      'deleted',
      ({ poolId: UserPoolId, clientId: ClientId }) =>
        adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })),
    ],
  ])('end when the app client of the sign-in is %s', async (_what, end) => {
    const lost = { ...pools.operators, ...(await makeClient(pools.operators.poolId)) };
    const ClientIds = [pools.operators.clientId, lost.clientId];
    await configure({ ...pools.configuration, ClientIds });
    const user = await makeOperator(pools.operators, 'auditors');
    const { AccessToken } = await signIn(lost, user);
    // An open key is kept for ten seconds, so it is another one of the same session that is used later.
    const [first, later] = [asOperator(await exchange(AccessToken)), asOperator(await exchange(AccessToken))];
    await first.send(getCustomer());

    await end(lost);

    await expect(later.send(getCustomer())).rejects.toMatchObject(refused);
    await configure(pools.configuration);
  });

  it('are on the trail with the operator, and with the pool that a call is about', async () => {
    const { client, user, keys } = await operator('auditors');
    const UserPoolId = pools.shop.poolId;
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
    const { UserPool: operators } = await adminClient().send(
      new DescribeUserPoolCommand({ UserPoolId: pools.operators.poolId }),
    );
    // The first call of a key, at which it is found out what the operator may do. The pool of operators is read again.
    const tagged = { ResourceArn: operators?.Arn, Tags: { read: 'again' } };
    await adminClient().send(new TagResourceCommand(tagged));
    await client.send(new ListTagsForResourceCommand({ ResourceArn: UserPool?.Arn }));

    const isMeant = ({ userIdentity }: TrailRecord) => userIdentity.accessKeyId === keys.Credentials.AccessKeyId;
    const [record] = await recordsOf(stack().trailFile, isMeant);
    expect(record).toMatchObject({
      eventName: 'ListTagsForResource',
      userIdentity: { type: 'AssumedRole', userName: user.username },
    });
    expect(JSON.stringify(record)).not.toContain(pools.operators.poolId);
  });
});

describe('CreateOperatorSession', () => {
  it('gives nothing to others: without a group, of another client, of another pool', async () => {
    const stranger = await makeOperator(pools.operators, 'others');
    const chief = await makeOperator(pools.operators, 'administrators');
    const other = await makeClient(pools.operators.poolId);
    const tokens = [
      await signIn(pools.operators, stranger),
      await signIn(other, chief),
      await signIn(pools.shop, await makeUser(pools.shop)),
    ];
    for (const { AccessToken } of tokens) await expect(exchange(AccessToken)).rejects.toMatchObject(notAuthorized);
    await expect(exchange('no.token.atall')).rejects.toMatchObject(notAuthorized);
  });

  it('gives nothing for a token whose session has ended', async () => {
    const chief = await makeOperator(pools.operators, 'administrators');
    const { AccessToken } = await signIn(pools.operators, chief);
    await publicClient().send(new GlobalSignOutCommand({ AccessToken }));
    await expect(exchange(AccessToken)).rejects.toMatchObject(notAuthorized);
  });
});
