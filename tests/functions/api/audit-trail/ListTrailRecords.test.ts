import {
  AdminGetUserCommand,
  ListUsersCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { scriptedFailure, scriptedFunction } from '#tests/support/scripted-functions.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

interface Page {
  readonly Records: readonly TrailRecord[];
  readonly NextToken?: string;
}

const records = (request: object, options?: Parameters<typeof callOwn>[2]): Promise<Page> =>
  callOwn('ListTrailRecords', request, options);

const namesIn = ({ Records }: Page): readonly string[] => Records.map(({ eventName }) => eventName);

const refused = (work: Promise<unknown>) => work.catch((error: Error) => error.name);

describe('ListTrailRecords', () => {
  let pool: TestPool;
  let other: TestPool;
  let user: TestUser;
  let UserPoolId: string;

  beforeAll(async () => {
    [pool, other] = await Promise.all([makePool(), makePool()]);
    UserPoolId = pool.poolId;
    user = await makeUser(pool);
    await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username: user.username }));
    const nobody = new AdminGetUserCommand({ UserPoolId, Username: 'nobody-at-all' });
    expect(await refused(adminClient().send(nobody))).toBe('UserNotFoundException');
    const Policies = { PasswordPolicy: { MinimumLength: 9 } };
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId, Policies }));
    const again = new SignUpCommand({ ClientId: pool.clientId, Username: user.username, Password: password });
    expect(await refused(publicClient().send(again))).toBe('UsernameExistsException');
    await adminClient().send(new ListUsersCommand({ UserPoolId: other.poolId }));
    // A line is written once its answer was given.
    const isOurs = ({ eventName, additionalEventData }: TrailRecord): boolean =>
      eventName === 'SignUp' && additionalEventData?.userPoolId === UserPoolId;
    await recordsOf(stack().trailFile, isOurs);
  });

  it('shows calls of a pool, the latest first or from a time on, and hides what the trail hides', async () => {
    const latest = await records({ UserPoolId, EventNames: ['AdminGetUser', 'UpdateUserPool', 'Sign*'] });
    expect(namesIn(latest)).toEqual(['SignUp', 'UpdateUserPool', 'AdminGetUser', 'AdminGetUser']);
    const from = {
      StartTime: Date.now() / 1000 - 600,
      Order: 'OLDEST_FIRST',
      EventNames: ['AdminGetUser', 'UpdateUserPool'],
    };
    expect(namesIn(await records({ UserPoolId, ...from }))).toEqual(['AdminGetUser', 'AdminGetUser', 'UpdateUserPool']);
    expect(JSON.stringify(latest)).not.toContain(user.username);
    expect(JSON.stringify(latest)).not.toContain(password);
  });

  it.each<[string, () => object, readonly string[]]>([
    ['what failed', () => ({ FailuresOnly: true }), ['SignUp', 'AdminGetUser']],
    ['a code', () => ({ ErrorCode: 'UserNot*' }), ['AdminGetUser']],
    ['what changed settings', () => ({ ChangesOnly: true, EventNames: ['Update*'] }), ['UpdateUserPool']],
    ['what only reads', () => ({ ReadOnly: true, EventNames: ['AdminGet*'] }), ['AdminGetUser', 'AdminGetUser']],
    ['a user', () => ({ Sub: user.sub, EventNames: ['AdminGetUser'] }), ['AdminGetUser']],
    ['an app client', () => ({ ClientId: pool.clientId, FailuresOnly: true }), ['SignUp']],
    ['an address', () => ({ SourceIpAddress: '203.0.113.250' }), []],
    ['a trigger', () => ({ TriggerName: 'PreSignUp' }), []],
    ['another time', () => ({ EndTime: Date.now() / 1000 - 3600 }), []],
  ])('finds calls by %s', async (_what, wishes, names) => {
    expect(namesIn(await records({ UserPoolId, ...wishes() }))).toEqual(names);
  });

  it('goes page by page, and finds one record by its id', async () => {
    const EventNames = ['AdminGetUser', 'UpdateUserPool', 'SignUp'];
    const all = await records({ UserPoolId, EventNames });
    const first = await records({ UserPoolId, EventNames, Limit: 3 });
    const { NextToken } = first;
    const second = await records({ UserPoolId, EventNames, Limit: 3, NextToken });
    expect([...first.Records, ...second.Records]).toEqual(all.Records);
    await expect(records({ UserPoolId: other.poolId, EventNames, NextToken })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid pagination token.',
    });
    const [, changed] = all.Records;
    const { Records } = await records({ UserPoolId, EventId: changed?.eventID });
    expect(Records).toEqual([changed]);
    expect(Records[0]?.additionalEventData).toMatchObject({ changes: [{ type: 'UserPool', change: 'changed' }] });
    expect(namesIn(await records({ UserPoolId: other.poolId, EventId: changed?.eventID }))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['both kinds of pools', { IdentityPoolId: 'us-east-1:8b8d1d9a-5c8e-4f68-9a55-2d3f9a1b7c11' }, 'not both'],
    ['a range that ends first', { StartTime: 1_800_000_000, EndTime: 1_790_000_000 }, 'StartTime is after EndTime.'],
    ['a quotation mark', { EventNames: ['a"b'] }, 'failed to satisfy constraint'],
    ['a time before there was a trail', { StartTime: 0 }, 'failed to satisfy constraint'],
    ['too many', { Limit: 51 }, 'failed to satisfy constraint'],
  ])('refuses %s', async (_what, more, message) => {
    const name = 'InvalidParameterException';
    await expect(records({ UserPoolId, ...more })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('shows whoever holds a key for some pools the records of these alone', async () => {
    const keyFor = async (pools: readonly string[]) => {
      const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', {
        actions: ['List*', 'AdminGet*'],
        pools,
      });
      return { accessKey: { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) } };
    };
    const ofOne = await keyFor([UserPoolId]);
    const denied = { name: 'AccessDeniedException' };
    await expect(records({}, ofOne)).rejects.toMatchObject(denied);
    await expect(records({ UserPoolId: other.poolId }, ofOne)).rejects.toMatchObject(denied);
    const { Records } = await records({ UserPoolId }, ofOne);
    const poolsIn = Records.map(({ requestParameters, additionalEventData }) => [
      ...new Set([requestParameters?.userPoolId, additionalEventData?.userPoolId].filter(Boolean)),
    ]);
    expect(poolsIn).toEqual(Records.map(() => [UserPoolId]));
    expect(Records.length).toBeGreaterThan(5);

    const byKey = { AccessKeyId: ofOne.accessKey.accessKeyId, EventNames: ['ListTrailRecords'] };
    await expect.poll(async () => (await records(byKey)).Records).toHaveLength(3);
    expect(await records({ ...byKey, FailuresOnly: true, Order: 'OLDEST_FIRST' })).toMatchObject({
      Records: [{ requestParameters: {} }, { requestParameters: { userPoolId: other.poolId } }],
    });
  });

  it.each<[string, string, string]>([
    ['throws', scriptedFailure('No place is left'), 'UserLambdaValidationException'],
    ['answers in another form', scriptedFunction({ autoConfirmUser: 'perhaps' }), 'InvalidLambdaResponseException'],
  ])('names a trigger that %s', async (_what, PreSignUp, code) => {
    const { poolId, clientId } = await makePool({ LambdaConfig: { PreSignUp } });
    const signUp = new SignUpCommand({ ClientId: clientId, Username: 'ada', Password: password });
    expect(await refused(publicClient().send(signUp))).toBe(code);
    const find = async () => (await records({ UserPoolId: poolId, TriggerName: 'PreSignUp' })).Records;
    await expect.poll(find).toHaveLength(1);
    expect(await find()).toMatchObject([{ errorCode: code, additionalEventData: { trigger: 'PreSignUp' } }]);
    expect(namesIn(await records({ UserPoolId: poolId, TriggerName: '*' }))).toEqual(['SignUp']);
    expect(namesIn(await records({ UserPoolId: poolId, TriggerName: 'PostConfirmation' }))).toEqual([]);
  });
});
