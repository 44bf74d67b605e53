import { createHash } from 'node:crypto';
import {
  AdminCreateUserCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { awaitLogged, eventLog, loggedOf, notificationLog, setLogs } from '#tests/support/logs.ts';
import { aPhoneNumber, makePool, makeUser, password } from '#tests/support/pools.ts';
import {
  audit,
  enforced,
  eventsOf,
  hashFor,
  home,
  makeProtectedPool,
  makeSettledUser,
  risky,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const javaTime =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d\d \d\d:\d\d:\d\d UTC \d{4}$/;
const milliseconds = /^\d{13}$/;

/** A pool that sends its events. */
const makeLoggedPool = async (
  settings: Parameters<typeof makeProtectedPool>[0] = audit,
  client: Parameters<typeof makeProtectedPool>[1] = {},
) => {
  const pool = await makeProtectedPool(settings, client);
  await setLogs(pool.poolId, eventLog);
  return pool;
};

const messagesOf = async (poolId: string, count: number) =>
  (await awaitLogged(poolId, count)).map((record) => Reflect.get(Object(record), 'message'));

describe('the log of events', () => {
  it('has a record of a sign-in in Cognito’s form, with what is no text written as text', async () => {
    const pool = await makeLoggedPool();
    const user = await makeUser(pool);
    const before = Date.now();
    await signInFrom(pool, user, home);

    const [record] = await awaitLogged(pool.poolId, 1);

    const [event] = await eventsOf(pool, user);
    expect(record).toEqual({
      eventTimestamp: expect.stringMatching(milliseconds),
      eventSource: 'USER_AUTH_EVENTS',
      logLevel: 'INFO',
      message: {
        version: '1',
        eventId: event?.EventId,
        eventType: 'SignIn',
        userSub: user.sub,
        userName: user.username,
        userPoolId: pool.poolId,
        clientId: pool.clientId,
        creationDate: expect.stringMatching(javaTime),
        eventResponse: 'Pass',
        riskLevel: '',
        riskDecision: 'PASS',
        challenges: ['Password:Success'],
        deviceName: 'Chrome 126, Windows 10',
        ipAddress: home.address,
        requestId: expect.stringMatching(uuid),
        idpName: '',
        compromisedCredentialDetected: 'false',
        city: '',
        country: '',
        eventFeedbackValue: '',
        eventFeedbackDate: '',
        eventFeedbackProvider: '',
        hasContextData: 'true',
      },
      logSourceId: { userPoolId: pool.poolId },
    });
    const { eventTimestamp = '', message = {} } = Object(record);
    expect(Number(eventTimestamp)).toBeGreaterThanOrEqual(before);
    const created = Date.parse(Reflect.get(message, 'creationDate'));
    expect(Math.abs(created - before)).toBeLessThan(60_000);
  });

  it('tells of a sign-in that is refused, and why', async () => {
    const pool = await makeProtectedPool(enforced);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
    const user = await makeSettledUser(pool);
    await setLogs(pool.poolId, eventLog);

    await expect(signInFrom(pool, user, risky.High)).rejects.toMatchObject({ name: 'NotAuthorizedException' });

    expect(await messagesOf(pool.poolId, 1)).toEqual([
      expect.objectContaining({
        eventType: 'SignIn',
        eventResponse: 'Fail',
        riskLevel: 'High',
        riskDecision: 'BLOCK',
        userName: user.username,
        ipAddress: risky.High.address,
      }),
    ]);
  });

  it('tells of a wrong password, and of one for nobody without the name that was typed', async () => {
    const pool = await makeLoggedPool(audit, { PreventUserExistenceErrors: 'ENABLED' });
    const user = await makeUser(pool);
    const wrong = { secret: 'Wrong-horse-1' };

    await expect(signInFrom(pool, user, home, wrong)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await messagesOf(pool.poolId, 1)).toEqual([
      expect.objectContaining({
        eventResponse: 'Fail',
        userName: user.username,
        userSub: user.sub,
        challenges: ['Password:Failure'],
      }),
    ]);

    const nobody = { username: 'My-Secret-1' };
    await expect(signInFrom(pool, nobody, home)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const records = await awaitLogged(pool.poolId, 2);
    expect(records[1]).toMatchObject({ message: { eventResponse: 'Fail', userName: '', userSub: '' } });
    expect(JSON.stringify(records)).not.toContain('My-Secret-1');
    expect(JSON.stringify(records)).not.toContain('Wrong-horse');
  });

  it('tells of a sign-up, and of a code for a new password that there is no address for', async () => {
    const pool = await makeLoggedPool({ ...audit, AutoVerifiedAttributes: ['email'] });
    const Username = `ada-${Date.now()}`;
    const client = { ClientId: pool.clientId, SecretHash: hashFor(pool, Username).SECRET_HASH, Username };
    const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
    await publicClient().send(new SignUpCommand({ ...client, Password: password, UserAttributes }));
    await expect(publicClient().send(new ForgotPasswordCommand(client))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });

    expect(await messagesOf(pool.poolId, 2)).toEqual([
      expect.objectContaining({ eventType: 'SignUp', eventResponse: 'Pass', userName: Username }),
      expect.objectContaining({ eventType: 'ForgotPassword', eventResponse: 'Fail', userName: Username }),
    ]);
  });

  it('is no more where threat protection ends, and where the configuration does', async () => {
    const pool = await makeLoggedPool();
    const user = await makeUser(pool);
    await setLogs(pool.poolId, notificationLog);
    await signInFrom(pool, user, home);
    await setLogs(pool.poolId, eventLog);
    await signInFrom(pool, user, home);
    expect(await awaitLogged(pool.poolId, 1)).toHaveLength(1);
    expect(await eventsOf(pool, user)).toHaveLength(2);
  });

  it('goes to Firehose as lines', async () => {
    const pool = await makeProtectedPool(audit);
    const name = pool.poolId.replace('_', '-');
    const StreamArn = `arn:aws:firehose:us-east-1:000000000000:deliverystream/${name}`;
    await setLogs(pool.poolId, {
      EventSource: 'userAuthEvents',
      LogLevel: 'INFO',
      FirehoseConfiguration: { StreamArn },
    });
    const user = await makeUser(pool);
    await signInFrom(pool, user, home);
    await signInFrom(pool, user, home);

    const lines = async () =>
      (await (await fetch(`${stack().env.LOGS_ENDPOINT}/firehose/${name}`)).text()).split('\n').filter(Boolean);
    await expect.poll(lines).toHaveLength(2);
    for (const line of await lines()) {
      expect(JSON.parse(line)).toMatchObject({
        eventSource: 'USER_AUTH_EVENTS',
        message: { userName: user.username },
        logSourceId: { userPoolId: pool.poolId },
      });
    }
  });
});

describe('the worker that sends records', () => {
  const record = {
    eventTimestamp: '1721237155000',
    eventSource: 'USER_AUTH_EVENTS',
    logLevel: 'INFO',
    message: { version: '1', challenges: ['Password:Success'] },
    logSourceId: { userPoolId: 'us-east-1_Somewhere' },
  };

  it('puts a record into a bucket as one object, which a repetition does not double', async () => {
    const destination = { kind: 'S3', arn: 'arn:aws:s3:::pool-logs' };
    await callWorker('DeliverLog', { destination, record });
    await callWorker('DeliverLog', { destination, record });

    const text = JSON.stringify(record);
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const place = 'AWSLogs/000000000000/cognito-idp/us-east-1/us-east-1_Somewhere/2024/07/17/17';
    const { env, region, credentials } = stack();
    const s3 = new S3Client({ endpoint: env.S3_ENDPOINT ?? '', region, credentials, forcePathStyle: true });
    const Key = `${place}/1721237155000-${digest}.json`;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'pool-logs', Key }));
    expect(await Body?.transformToString()).toBe(`${text}\n`);
  });

  it.each([
    [
      'a destination of another kind',
      { destination: { kind: 'SNS', arn: 'arn:aws:sns:us-east-1:000000000000:a' }, record },
    ],
    [
      'a record of another form',
      { destination: { kind: 'S3', arn: 'arn:aws:s3:::a' }, record: { ...record, more: 1 } },
    ],
    ['an ARN of another service', { destination: { kind: 'S3', arn: 'arn:aws:sqs:us-east-1:000000000000:a' }, record }],
  ])('refuses %s', async (_what, payload) => {
    await expect(callWorker('DeliverLog', payload)).rejects.toThrow();
  });
});

describe('the log of messages', () => {
  const refused = (name: string): string => `${name}@refused.example`;

  it('has a record of an e-mail that was not delivered, without the code and the address', async () => {
    const { poolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    await setLogs(poolId, notificationLog);
    const UserAttributes = [{ Name: 'email', Value: refused('eve') }];
    const asked = { ClientId: clientId, Username: 'eve', Password: password, UserAttributes };
    await expect(publicClient().send(new SignUpCommand(asked))).rejects.toMatchObject({
      name: 'CodeDeliveryFailureException',
    });

    expect(await awaitLogged(poolId, 1)).toEqual([
      {
        eventTimestamp: expect.stringMatching(milliseconds),
        eventSource: 'USER_NOTIFICATION',
        logLevel: 'ERROR',
        message: {
          details:
            'EMAIL to e***@r*** (CustomMessage_SignUp) was not delivered. MessageRejected: Email address is not verified. The following identities failed the check: e***@r***',
        },
        logSourceId: { userPoolId: poolId },
      },
    ]);
  });

  it('has one of an invitation, and none of what was delivered', async () => {
    const { poolId: UserPoolId } = await makePool();
    await setLogs(UserPoolId, notificationLog);
    const invite = (Username: string, Value: string) =>
      adminClient().send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          UserAttributes: [{ Name: 'email', Value }],
          DesiredDeliveryMediums: ['EMAIL'],
        }),
      );
    await invite('ada', 'ada@example.com');
    await expect(invite('eve', refused('eve'))).rejects.toMatchObject({ name: expect.stringMatching(/Exception$/) });

    expect(await awaitLogged(UserPoolId, 1)).toEqual([
      expect.objectContaining({
        message: { details: expect.stringContaining('EMAIL to e***@r*** (CustomMessage_AdminCreateUser)') },
      }),
    ]);
  });

  it('has one of a notification of a risky sign-in', async () => {
    const pool = await makeProtectedPool(enforced);
    await setRisk(pool.poolId, {
      AccountTakeoverRiskConfiguration: {
        ...takeover('NO_ACTION', true),
        NotifyConfiguration: { SourceArn: 'arn:aws:ses:eu-central-1:111122223333:identity/noreply@example.com' },
      },
    });
    const attributes = [
      { Name: 'email', Value: refused('eve') },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'phone_number', Value: aPhoneNumber() },
    ];
    const user = await makeSettledUser(pool, { attributes });
    await setLogs(pool.poolId, notificationLog);
    await signInFrom(pool, user, risky.High);

    expect(await awaitLogged(pool.poolId, 1)).toEqual([
      expect.objectContaining({
        message: { details: 'EMAIL to e***@r*** (a risky sign-in) was not delivered. MessageRejected' },
      }),
    ]);
  });

  it('has none where the pool wants none', async () => {
    const { poolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    const UserAttributes = [{ Name: 'email', Value: refused('eve') }];
    const asked = { ClientId: clientId, Username: 'eve', Password: password, UserAttributes };
    await expect(publicClient().send(new SignUpCommand(asked))).rejects.toMatchObject({
      name: 'CodeDeliveryFailureException',
    });
    expect(await loggedOf(poolId)).toEqual([]);
  });
});
