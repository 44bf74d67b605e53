import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { groupsOf, join, makeGroup } from '#tests/support/groups.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { handler } from '../../../functions/triggers/restrict-admin-group.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

beforeEach(() => {
  vi.stubEnv('ADMIN_NETWORKS', '192.0.2.0/24 198.51.100.7, 2001:db8::/32');
  vi.stubEnv('TRUSTED_CLIENT_IDS', 'backend');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const eventOf = (viewerIp: string | undefined, clientId = 'backend'): PreTokenGenerationV2TriggerEvent => ({
  version: '2',
  triggerSource: 'TokenGeneration_Authentication',
  region: 'us-east-1',
  userPoolId: 'us-east-1_EXAMPLE01',
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
  request: {
    userAttributes: {},
    groupConfiguration: { groupsToOverride: ['admins', 'readers'], iamRolesToOverride: ['arn:aws:iam::0:role/x'] },
    scopes: [],
    ...(viewerIp !== undefined && { clientMetadata: { viewerIp } }),
  },
  response: { claimsAndScopeOverrideDetails: {} },
});

const groupsAfter = async (event: PreTokenGenerationV2TriggerEvent) => {
  const { response, request } = await handler(event);
  const { groupOverrideDetails } = response.claimsAndScopeOverrideDetails;
  return (groupOverrideDetails ?? request.groupConfiguration).groupsToOverride;
};

describe('restrictAdminGroup', () => {
  it.each(['192.0.2.10', '198.51.100.7', '2001:db8:1::5'])('keeps the group for %s', async (viewerIp) => {
    expect(await groupsAfter(eventOf(viewerIp))).toEqual(['admins', 'readers']);
  });

  it.each(['203.0.113.9', '2001:db9::1', 'localhost', '', undefined])('takes it away for %s', async (viewerIp) => {
    expect(await groupsAfter(eventOf(viewerIp))).toEqual(['readers']);
  });

  it('believes no client that it was not told to trust', async () => {
    expect(await groupsAfter(eventOf('192.0.2.10', 'browser'))).toEqual(['readers']);
  });

  it('keeps the roles out too, for one of them may be the group\u2019s', async () => {
    const { response } = await handler(eventOf('203.0.113.9'));
    expect(response.claimsAndScopeOverrideDetails.groupOverrideDetails).not.toHaveProperty('iamRolesToOverride');
  });

  it('takes the group of its sample event away where nobody is trusted', async () => {
    expect(await invoke('restrictAdminGroup', sampleEvent('restrict-admin-group'))).toMatchObject({
      payload: {
        response: { claimsAndScopeOverrideDetails: { groupOverrideDetails: { groupsToOverride: ['readers'] } } },
      },
    });
  });
  it('takes a group that the user is in out of the tokens, and leaves the others', async () => {
    const pool = await makePool({
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: functionArn('restrictAdminGroup'), LambdaVersion: 'V2_0' },
      },
    });
    const user = await makeUser(pool);
    for (const group of ['admins', 'readers']) await makeGroup(pool, group);
    await join(pool, user, 'admins', 'readers');

    const { AccessToken, IdToken } = await signIn(pool, user);

    for (const token of [AccessToken, IdToken])
      expect(decodeJwt(token)).toMatchObject({ 'cognito:groups': ['readers'] });
    expect(await groupsOf(pool, user)).toEqual(['admins', 'readers']);
  });
});
