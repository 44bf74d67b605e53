import { ListUserImportJobsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { toRecipient } from '#shared/domain/exports/recipient.ts';
import { sealLines } from '#shared/domain/exports/sealed-lines.ts';
import { adminClient } from '#tests/support/clients.ts';
import { exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { groupsOf, join, makeGroup } from '#tests/support/groups.ts';
import { describeJob, refusals } from '#tests/support/imports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';

const user = (username: string, more: object = {}): string => JSON.stringify({ type: 'user', username, ...more });

describe('CreateUserRecordImportJob', () => {
  it('makes a job with a key of its own, which the other operations of import jobs know', async () => {
    const { poolId } = await makePool();

    const { UserImportJob, PublicKey } = await makeRecordJob(poolId);

    expect(UserImportJob).toMatchObject({ JobName: 'records', Status: 'Created', UserPoolId: poolId });
    expect(UserImportJob.PreSignedUrl).toMatch(/^http/);
    expect(PublicKey).toEqual({ kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String) });
    const { UserImportJobs } = await adminClient().send(
      new ListUserImportJobsCommand({ UserPoolId: poolId, MaxResults: 10 }),
    );
    expect(UserImportJobs?.map(({ JobId }) => JobId)).toEqual([UserImportJob.JobId]);
    const [kept] = (await itemsAbout(`IMPORTS#${poolId}`)).filter(({ type }) => type === 'UserImportJob');
    expect(kept).toMatchObject({ data: { key: { privateKey: expect.any(Uint8Array) } } });
    expect((await makeRecordJob(poolId)).PublicKey).not.toEqual(PublicKey);
  });

  it('takes an export from pool to pool that nobody but the job can open', async () => {
    const [from, to] = [await makePool(), await makePool()];
    const member = await makeUser(from);
    await makeGroup(from, 'staff', { Precedence: 2 });
    await join(from, member, 'staff');
    const job = await makeRecordJob(to.poolId);

    const lines = await exportPool(from.poolId, job.PublicKey);
    expect(lines.join('\n')).not.toContain(member.username);
    const ended = await importLines(to.poolId, lines, job);

    expect(ended).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, FailedUsers: 0, SkippedUsers: 0 });
    expect(await groupsOf(to, member)).toEqual(['staff']);
    // An SRP verifier contains the pool's name, so the first plain sign-in makes a new one.
    await expect(signInBySrp(to, member)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(signIn(to, member)).resolves.toBeDefined();
    await expect(signInBySrp(to, member)).resolves.toMatchObject({
      AuthenticationResult: { AccessToken: expect.any(String) },
    });
  });

  it('imports plain lines, and lists those that it could not', async () => {
    const pool = await makePool();
    const taken = await makeUser(pool);
    const job = await makeRecordJob(pool.poolId);
    const lines = [
      JSON.stringify({ type: 'group', name: 'staff' }),
      user('ada', { groups: ['staff'], attributes: { email: 'ada@example.com' } }),
      user(taken.username),
      user('ben', { groups: ['nobody'] }),
      '{',
    ];

    const ended = await importLines(pool.poolId, lines, job);

    expect(ended).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, SkippedUsers: 1, FailedUsers: 2 });
    expect((await refusals(pool, ended.JobId)).rows).toMatchObject([
      { Row: 3, Username: taken.username, Outcome: 'SKIPPED' },
      { Row: 4, Username: 'ben', Outcome: 'FAILED', Reason: 'There is no group nobody.' },
      { Row: 5, Outcome: 'FAILED', Reason: 'The line is no JSON.' },
    ]);
    expect(await groupsOf(pool, { username: 'ada' })).toEqual(['staff']);
  });

  it('tells of lines whose texts the store does not take, or not as they are cut for it', async () => {
    const pool = await makePool();
    const lines = [
      '{"type":"user","username":"\\ud800"}',
      '{"type":"user","username":"\\ud800","\\udc00":1}',
      ...['', 'x'].map((odd) => user('ada', { attributes: { [`custom:${odd}${'🙂'.repeat(400)}`]: 'x' } })),
      user('ada', { passkeys: [{ counter: 1e300 }] }),
      user('ada'),
    ];

    const ended = await importLines(pool.poolId, lines, await makeRecordJob(pool.poolId));

    expect(ended).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, FailedUsers: 5 });
    expect((await refusals(pool, ended.JobId)).rows.map(({ Row }) => Row)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['ends before its end', (lines: readonly string[]) => lines.slice(0, -1), /ends before the end of its export/],
    ['has its lines in another order', (lines: readonly string[]) => lines.toReversed(), /begins with its portion/],
    [
      'was tampered with',
      ([first = '', ...rest]: readonly string[]) => [`${first.slice(0, -8)}AAAAAAAA`, ...rest],
      /^The line at byte 0 does not open with the key of the job\.$/,
    ],
  ])('fails where the export %s, and says so', async (_what, spoil, message) => {
    const [from, to] = [await makePool(), await makePool()];
    await makeUser(from);
    const job = await makeRecordJob(to.poolId);
    const lines = await exportPool(from.poolId, job.PublicKey);

    const ended = await importLines(to.poolId, spoil(lines), job);

    expect(ended).toMatchObject({ Status: 'Failed', CompletionMessage: expect.stringMatching(message) });
  });

  it('fails where the file was sealed for somebody else', async () => {
    const { poolId } = await makePool();
    const { publicKey } = await makeExportKeys();
    const line = await sealLines(await toRecipient({ ...publicKey }), [user('ada')]);

    const ended = await importLines(poolId, [line], await makeRecordJob(poolId));

    expect(ended).toMatchObject({ Status: 'Failed', CompletionMessage: expect.stringContaining('does not open') });
  });

  it('opens lines that were sealed for the key of the job by whoever likes, as long as it is at work', async () => {
    const pool = await makePool();
    const job = await makeRecordJob(pool.poolId);
    const hash = '$2b$04$mZHMmDCXLDCTXB4oFTsHNu9yeRpG1K7D0l5hRQPOQmhnCyVk9cF3q';
    const line = await sealLines(await toRecipient({ ...job.PublicKey }), [
      user('ada', { password: { hash }, status: 'CONFIRMED' }),
      user('ben'),
    ]);

    expect(await importLines(pool.poolId, [line], job)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2 });
    const [kept] = (await itemsAbout(`IMPORTS#${pool.poolId}`)).filter(({ type }) => type === 'UserImportJob');
    expect(kept).not.toHaveProperty('data.key');
    expect(await describeJob(pool, job.UserImportJob.JobId ?? '')).not.toHaveProperty('PreSignedUrl');
    await expect(signIn(pool, { username: 'ben' }, { secret: password })).rejects.toBeDefined();
  });

  it('takes a sub for the UUID that it is, in whatever letters', async () => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: true } });
    const { sub } = await makeUser(pool);

    const ended = await importLines(
      pool.poolId,
      [user('ada', { sub: sub.toUpperCase() })],
      await makeRecordJob(pool.poolId),
    );

    expect(ended).toMatchObject({ ImportedUsers: 0, FailedUsers: 1 });
    expect((await refusals(pool, ended.JobId)).rows).toMatchObject([{ Reason: 'Another user has this sub.' }]);
  });

  it('keeps no more of a refused name than a username may have', async () => {
    const pool = await makePool();
    const lines = [user('x'.repeat(500_000)), user('ada')];

    const ended = await importLines(pool.poolId, lines, await makeRecordJob(pool.poolId));

    expect(ended).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, FailedUsers: 1 });
    expect((await refusals(pool, ended.JobId)).rows).toMatchObject([{ Row: 1, Username: 'x'.repeat(128) }]);
  });

  it('knows no pool that is not there', async () => {
    await expect(
      callOwn('CreateUserRecordImportJob', { UserPoolId: 'us-east-1_nobody', JobName: 'records' }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
