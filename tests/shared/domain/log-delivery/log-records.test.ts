import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertLogConfigurations, logDestination } from '#shared/domain/log-delivery/log-configuration.ts';
import { authEventRecord, javaTime, type LoggedEvent } from '#shared/domain/log-delivery/log-records.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

const event: LoggedEvent = {
  id: '0190c1a2-7e58-7d4c-9a51-3f2b6c8d9e10',
  sub: 'sub',
  type: 'SignIn',
  createdAt: Date.UTC(2024, 6, 17, 17, 25, 55, 123),
  response: 'Pass',
  challenges: [],
  context: {},
  risk: { decision: 'NoRisk', compromised: false },
  userPoolId: 'us-east-1_A',
  userName: 'ada',
  requestId: undefined,
  idpName: undefined,
};

const pool = (logs?: UserPool['logs']): UserPool => ({
  id: 'us-east-1_A',
  name: 'a',
  settings: {},
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: Buffer.alloc(0) },
  ...(logs && { logs }),
});

describe('a time as Java writes it', () => {
  it('is that of the documentation', () => {
    expect(javaTime(event.createdAt)).toBe('Wed Jul 17 17:25:55 UTC 2024');
    expect(javaTime(Date.UTC(2026, 0, 1))).toBe('Thu Jan 01 00:00:00 UTC 2026');
  });

  it('says every second of four-digit years', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }), (at) => {
        expect(Date.parse(javaTime(at))).toBe(Math.floor(at / 1000) * 1000);
      }),
    );
  });
});

describe('a record of an event', () => {
  it('has text for all that is not known', () => {
    expect(authEventRecord(event, 7)).toMatchObject({
      eventTimestamp: '7',
      message: {
        clientId: '',
        riskLevel: '',
        deviceName: '',
        ipAddress: '',
        requestId: '',
        idpName: '',
        city: '',
        country: '',
        eventFeedbackValue: '',
        eventFeedbackDate: '',
        eventFeedbackProvider: '',
        hasContextData: 'false',
      },
    });
  });

  it('tells risks, feedback and a provider in its own words', () => {
    const risk = { decision: 'AccountTakeover', level: 'High', compromised: true } as const;
    const feedback = { value: 'Invalid', provider: 'User', at: event.createdAt } as const;
    const { message } = authEventRecord({ ...event, risk, feedback, idpName: 'Corp' }, 7);
    expect(message).toMatchObject({
      riskLevel: 'High',
      riskDecision: 'ACCOUNT_TAKEOVER',
      compromisedCredentialDetected: 'true',
      eventFeedbackValue: 'Invalid',
      eventFeedbackDate: 'Wed Jul 17 17:25:55 UTC 2024',
      eventFeedbackProvider: 'User',
      idpName: 'Corp',
    });
  });
});

describe('what a deployment may write to', () => {
  const logOf = (name: string) => ({
    EventSource: 'userNotification' as const,
    LogLevel: 'ERROR' as const,
    CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:us-east-1:000000000000:log-group:${name}` },
  });
  const refusalOf = (
    name: string,
    logDestinations: string | undefined,
    accountId = '000000000000',
  ): string | undefined => {
    try {
      assertLogConfigurations([logOf(name)], pool(), { logDestinations, accountId });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  it.each([
    ['gatehouse-prod-logs-shop', 'gatehouse-prod-logs-*'],
    ['/aws/vendedlogs/shop', 'gatehouse-prod-logs-*'],
    ['anything', undefined],
  ])('is %s under %s', (name, pattern) => {
    expect(refusalOf(name, pattern)).toBeUndefined();
  });

  it.each(['/gatehouse/prod', 'gatehouse-prod-logs', 'my/aws/vendedlogs/shop'])('is not %s', (name) => {
    expect(refusalOf(name, 'gatehouse-prod-logs-*')).toBe(
      `${name} is not among what this deployment may write to: its setting logDestinations is gatehouse-prod-logs-*.`,
    );
  });

  it('is in the account of the deployment', () => {
    expect(refusalOf('/aws/vendedlogs/shop', 'gatehouse-prod-logs-*', '123456789012')).toBe(
      '/aws/vendedlogs/shop is in the account 000000000000, and this deployment in 123456789012.',
    );
    expect(refusalOf('anything', undefined, '123456789012')).toBeUndefined();
  });

  it('is named by the configuration of its source alone', () => {
    const logs = [logOf('one')];
    expect(logDestination(pool(logs), 'userNotification')).toEqual({
      kind: 'CloudWatchLogs',
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:one',
    });
    expect(logDestination(pool(logs), 'userAuthEvents')).toBeUndefined();
    expect(logDestination(pool(), 'userNotification')).toBeUndefined();
  });
});
