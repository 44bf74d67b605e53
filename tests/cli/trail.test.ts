import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#tests/support/cli.ts';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-trail-cli-'));
const file = path.join(folder, 'trail.jsonl');

const record = (eventID: string, more: object = {}): object => ({
  eventTime: '2026-11-30T12:00:00Z',
  eventName: 'InitiateAuth',
  eventSource: 'cognito-idp.amazonaws.com',
  eventID,
  sourceIPAddress: '203.0.113.7',
  userAgent: 'curl/8.5.0',
  requestID: `request of ${eventID}`,
  userIdentity: { type: 'Unknown', principalId: 'Anonymous' },
  requestParameters: { authFlow: 'USER_PASSWORD_AUTH', clientId: 'web' },
  additionalEventData: { sub: 'ada', userPoolId: 'eu-west-1_AbCdEfGhI' },
  ...more,
});

const weakened = {
  eventTime: '2026-11-30T13:00:00Z',
  eventName: 'UpdateUserPool',
  userIdentity: { type: 'IAMUser', accessKeyId: 'GATEKEY' },
  requestParameters: { userPoolId: 'eu-west-1_AbCdEfGhI' },
  additionalEventData: {
    changes: [
      {
        type: 'UserPool',
        id: 'eu-west-1_AbCdEfGhI',
        change: 'changed',
        differences: [{ path: 'settings.mfaConfiguration', from: 'ON', to: 'OFF' }],
      },
    ],
  },
};

const wrong = { errorCode: 'NotAuthorizedException', errorMessage: 'Incorrect username or password.' };

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

const idsOf = async (...options: readonly string[]): Promise<string[]> => {
  const { stdout, stderr, code } = await runCli(['trail', '--file', file, '--json', ...options]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout).records.map(({ eventID }: { eventID: string }) => eventID);
};

beforeAll(() =>
  writeFileSync(
    file,
    [
      lineOf(record('one', wrong)),
      // What AWS prints of a log has the time and the stream before the line.
      `2026-11-30T12:00:01 2026/11/30 ${lineOf(record('two', { additionalEventData: { sub: 'grace' } }))}`,
      '{"eventTime":"cut sho\n',
      lineOf(record('three', { eventName: 'Token_POST', sourceIPAddress: '198.51.100.1', errorCode: 'invalid_grant' })),
      lineOf(record('four', weakened)),
    ].join(''),
  ),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('gatehouse-pools trail', () => {
  it('finds records by user, key, operation, address, pool, client, error, change and time', async () => {
    expect(await idsOf()).toEqual(['one', 'two', 'three', 'four']);
    expect(await idsOf('--user', 'grace')).toEqual(['two']);
    expect(await idsOf('--key', 'GATEKEY')).toEqual(['four']);
    expect(await idsOf('--operation', 'token_*', 'UpdateUserPool')).toEqual(['three', 'four']);
    expect(await idsOf('--address', '198.51.100.1')).toEqual(['three']);
    expect(await idsOf('--pool', 'eu-west-1_AbCdEfGhI')).toEqual(['one', 'three', 'four']);
    expect(await idsOf('--client', 'web', '--user', 'ada')).toEqual(['one', 'three']);
    expect(await idsOf('--error')).toEqual(['one', 'three']);
    expect(await idsOf('--error', 'NotAuthorized*')).toEqual(['one']);
    expect(await idsOf('--changes')).toEqual(['four']);
    expect(await idsOf('--since', '2026-11-30T12:30:00Z')).toEqual(['four']);
    expect(await idsOf('--until', '2026-11-30T12:30:00Z', '--last', '1')).toEqual(['three']);
    expect(await idsOf('--user', 'nobody', '--last', '0')).toEqual([]);
  });

  it('tells people who did what, and what was changed', async () => {
    const { stdout } = await runCli(['trail', '--file', file]);
    expect(stdout).toContain(
      [
        '2026-11-30T12:00:00Z  InitiateAuth  REFUSED NotAuthorizedException: Incorrect username or password.',
        '    by user ada, from 203.0.113.7 (curl/8.5.0), at eu-west-1_AbCdEfGhI web',
      ].join('\n'),
    );
    expect(stdout).toContain(
      [
        '2026-11-30T13:00:00Z  UpdateUserPool  done',
        '    by key GATEKEY, from 203.0.113.7 (curl/8.5.0), at eu-west-1_AbCdEfGhI',
        '    changed: UserPool eu-west-1_AbCdEfGhI',
        '      settings.mfaConfiguration: ON → OFF',
      ].join('\n'),
    );
  });

  it('names an operator by the username', async () => {
    const theirs = path.join(folder, 'operators.jsonl');
    const userIdentity = { type: 'AssumedRole', accessKeyId: 'GATESESSION', userName: 'olga' };
    writeFileSync(theirs, lineOf(record('one', { userIdentity })));
    const { stdout } = await runCli(['trail', '--file', theirs]);
    expect(stdout).toContain('by operator olga (key GATESESSION), from 203.0.113.7');
  });

  it('shows a setting with line breaks on one line, so that it is no record', async () => {
    const forged = '\n2026-11-30T14:00:00Z  DeleteUserPool  done\r\n';
    const [change] = weakened.additionalEventData.changes;
    const changes = [{ ...change, differences: [{ path: 'description', to: forged }] }];
    const own = path.join(folder, 'forged.jsonl');
    writeFileSync(
      own,
      lineOf(record('six', { errorCode: 'Refused', errorMessage: forged, additionalEventData: { changes } })),
    );

    const { stdout } = await runCli(['trail', '--file', own]);
    expect(stdout.match(/DeleteUserPool {2}done/g)).toHaveLength(2);
    expect(stdout).not.toMatch(/^2026-11-30T14/m);
    expect(stdout.trim().split('\n')).toHaveLength(4);
  });

  it('goes on with what comes, until it is interrupted', async () => {
    let added = false;
    const { stdout, code } = await runCli(
      ['trail', '--file', file, '--json', '--follow', '--last', '1', '--user', 'ada'],
      {
        interruptedAt: (said) => {
          if (said.includes('"three"') && !added) {
            added = true;
            appendFileSync(file, lineOf(record('of somebody else', { additionalEventData: { sub: 'grace' } })));
            appendFileSync(file, lineOf(record('five')));
          }
          return said.includes('"five"');
        },
      },
    );
    expect(code).toBe(130);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).eventID)).toEqual(['three', 'five']);
  });

  it('says what is wrong with its options', async () => {
    expect(await runCli(['trail', '--file', file, '--since', 'yesterday'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--since is yesterday.'),
    });
    expect(await runCli(['trail'], { env: {} })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Which trail?'),
    });
    const nowhere = path.join(folder, 'nowhere.jsonl');
    expect(await runCli(['trail', '--file', nowhere])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${nowhere} cannot be read.`),
    });
    expect(await runCli(['trail', '--file', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${folder} is no file.`),
    });
  });

  it('asks a deployment that is named, and goes on with what comes there', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const wrongPassword = () =>
      publicClient()
        .send(
          new InitiateAuthCommand({
            ClientId: pool.clientId,
            AuthFlow: 'USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME: user.username, PASSWORD: 'Wrong-horse-1' },
          }),
        )
        .catch((error: Error) => error.name);
    expect(await wrongPassword()).toBe('NotAuthorizedException');
    const ofPool = ['trail', '--pool', pool.poolId, '--json'];
    const found = async (...options: readonly string[]): Promise<string[]> => {
      const { stdout, stderr, code } = await runCli([...ofPool, '--operation', 'Admin*', 'Init*', ...options]);
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout).records.map(({ eventName }: { eventName: string }) => eventName);
    };
    await expect.poll(() => found()).toEqual(['AdminCreateUser', 'AdminSetUserPassword', 'InitiateAuth']);
    expect(await found('--error', '--last', '1')).toEqual(['InitiateAuth']);

    let again = false;
    const { stdout, code } = await runCli([...ofPool, '--follow', '--last', '1', '--error'], {
      interruptedAt: (said) => {
        const times = said.split('"NotAuthorizedException"').length - 1;
        if (times === 1 && !again) {
          again = true;
          void wrongPassword();
        }
        return times > 1;
      },
    });
    expect(code).toBe(130);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });
});
