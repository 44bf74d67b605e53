import { afterEach, describe, expect, it, vi } from 'vitest';
import { logger } from '#shared/observability/powertools.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { handler } from '../../../functions/triggers/audit-sign-ins.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('auditSignIns', () => {
  it('writes one line, with nothing in it that names the person', async () => {
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    const event = {
      version: '1',
      region: 'us-east-1',
      userPoolId: 'us-east-1_EXAMPLE01',
      triggerSource: 'PostAuthentication_Authentication',
      userName: 'ada',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
      request: {
        userAttributes: { sub: 'a-sub', 'cognito:user_status': 'CONFIRMED', email: 'ada@example.com', name: 'Ada' },
        newDeviceUsed: true,
      },
      response: {},
    } as const;

    expect(await handler(event)).toBe(event);

    expect(info.mock.calls).toEqual([
      [
        'Signed in',
        {
          userPoolId: 'us-east-1_EXAMPLE01',
          clientId: '1example23456789',
          sub: 'a-sub',
          userStatus: 'CONFIRMED',
          newDeviceUsed: true,
        },
      ],
    ]);
  });

  it('lets its sample event pass as it is', async () => {
    const event = sampleEvent('audit-sign-ins');
    expect(await invoke('auditSignIns', event)).toEqual({ outcome: 'answered', payload: event });
  });

  it('does not stand in the way of a sign-in', async () => {
    const pool = await makePool({ LambdaConfig: { PostAuthentication: functionArn('auditSignIns') } });
    expect(await signIn(pool, await makeUser(pool))).toHaveProperty('AccessToken');
  });
});
