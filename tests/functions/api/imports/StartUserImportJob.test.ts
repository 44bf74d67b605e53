import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  ListUsersCommand,
  StartUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import bcrypt from 'bcryptjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import {
  describeJob,
  endedJob,
  importFile,
  makeImportJob,
  makeImportPool,
  pendingJob,
  refusals,
  startJob,
  uploadedJob,
} from '#tests/support/imports.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makeClient, makePool, password } from '#tests/support/pools.ts';
import { reachTable } from '#tests/support/raw-users.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';

const header = 'cognito:username,email,email_verified';

const userOf = (UserPoolId: string, Username: string) =>
  adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }));

describe('StartUserImportJob', () => {
  beforeAll(reachTable);

  it('imports the users of the uploaded file, who then have to reset their passwords', async () => {
    const pool = await makeImportPool();
    const { JobId } = await uploadedJob(pool, `${header}\nada,ada@example.com,true\ngrace,grace@example.com,TRUE\n`);

    const started = await startJob(pool, JobId);

    expect(started).toMatchObject({ Status: 'Pending', StartDate: expect.any(Date) });
    expect(await endedJob(pool, JobId)).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 2,
      SkippedUsers: 0,
      FailedUsers: 0,
      CompletionMessage: 'Import Job Completed Successfully.',
      CompletionDate: expect.any(Date),
    });
    await expect(userOf(pool.poolId, 'ada')).resolves.toMatchObject({
      UserStatus: 'RESET_REQUIRED',
      Enabled: true,
      UserAttributes: expect.arrayContaining([
        { Name: 'email', Value: 'ada@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ]),
    });
  });

  it('takes columns in any order, quotes, escaped commas, American dates and custom attributes', async () => {
    const pool = await makeImportPool({ Schema: [{ Name: 'team', AttributeDataType: 'String' }] });
    const file = [
      'custom:team,birthdate,email_verified,name,email,cognito:mfa_enabled,cognito:username,address',
      'blue,12/10/1815,true,"Lovelace, Ada ""the first""",ada@example.com,false,ada,12 St James\\, London',
      '',
    ].join('\r\n');

    expect(await importFile(pool, file)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });

    const { UserAttributes } = await userOf(pool.poolId, 'ada');
    expect(UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'custom:team', Value: 'blue' },
        { Name: 'birthdate', Value: '1815-12-10' },
        { Name: 'name', Value: 'Lovelace, Ada "the first"' },
        { Name: 'address', Value: '12 St James, London' },
      ]),
    );
  });

  it('takes hashes of passwords, by which users sign in, and refuses those of another kind than was said', async () => {
    const pool = await makeImportPool();
    const hash = await bcrypt.hash(password, 4);
    const columns = `${header},gatehouse:password_hash`;
    const rows = [
      `ada,ada@example.com,true,${hash}`,
      'grace,grace@example.com,true,',
      'joan,joan@example.com,true,"$scrypt$ln=14,r=8,p=1$c2FsdA$aGFzaA"',
      'mary,mary@example.com,true,5f4dcc3b5aa765d61d8327deb882cf99',
    ];

    const job = await importFile(pool, [columns, ...rows].join('\n'), { PasswordHashingAlgorithm: 'BCRYPT' });

    expect(job).toMatchObject({ ImportedUsers: 2, FailedUsers: 2 });
    expect((await refusals(pool, job.JobId)).rows.map(({ Reason }) => Reason)).toEqual([
      'The password hash is not BCRYPT.',
      'The password hash is not BCRYPT.',
    ]);
    await expect(signIn(pool, { username: 'ada' })).resolves.toHaveProperty('AccessToken');
  });

  it.each([
    ['how', 'LEGACY', 'PasswordResetRequiredException'],
    ['nothing, where the client hides who is there,', 'ENABLED', 'NotAuthorizedException'],
  ] as const)('tells users without a password %s to get one', async (_what, PreventUserExistenceErrors, name) => {
    const pool = await makeImportPool();
    const client = await makeClient(pool.poolId, { PreventUserExistenceErrors });
    const email = anEmail();
    await importFile(pool, `${header}\nada,${email},true\n`);
    await expect(signIn(client, { username: 'ada' })).rejects.toMatchObject({ name });
    const { clientId } = client;
    await expect(signInBySrp({ ...pool, ...client }, { username: 'ada' })).rejects.toMatchObject({ name });
    await publicClient().send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'ada' }));
    await publicClient().send(
      new ConfirmForgotPasswordCommand({
        ClientId: clientId,
        Username: 'ada',
        Password: password,
        ConfirmationCode: await codeFor(email),
      }),
    );
    await expect(signIn(client, { username: 'ada' })).resolves.toHaveProperty('AccessToken');
  });

  it('counts what it skips and what it refuses, and says why', async () => {
    const pool = await makeImportPool({ AliasAttributes: ['email'] });
    const file = [
      header,
      'ada,ada@example.com,true',
      'ada,other@example.com,true',
      'grace,ada@example.com,true',
      'mary,mary@example.com,false',
      'joan,nobody,true',
      ',nobody@example.com,true',
      'short,short@example.com',
      'alan,,true',
    ].join('\n');

    const job = await importFile(pool, file);

    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, SkippedUsers: 1, FailedUsers: 6 });
    const { rows } = await refusals(pool, job.JobId);
    expect(rows).toEqual([
      { Row: 2, Username: 'ada', Outcome: 'SKIPPED', Reason: 'The user already exists.' },
      { Row: 3, Username: 'grace', Outcome: 'FAILED', Reason: 'An account with the given email already exists.' },
      {
        Row: 4,
        Username: 'mary',
        Outcome: 'FAILED',
        Reason:
          'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
      },
      { Row: 5, Username: 'joan', Outcome: 'FAILED', Reason: 'Invalid email address format.' },
      { Row: 6, Outcome: 'FAILED', Reason: 'cognito:username is empty.' },
      { Row: 7, Outcome: 'FAILED', Reason: 'The row has 2 values, the header 3.' },
      {
        Row: 8,
        Username: 'alan',
        Outcome: 'FAILED',
        Reason: 'email_verified is true and there is no email.',
      },
    ]);
  });

  it.each([
    ['a column that is unknown', 'cognito:username,shoe_size', 'The header names shoe_size, which is no column.'],
    ['a column twice', 'cognito:username,email,email', 'The header names email twice.'],
    ['no usernames', 'email,email_verified', 'The header does not name cognito:username.'],
    ['nothing', '', 'The file is empty.'],
  ])('fails for a file with %s', async (_what, first, CompletionMessage) => {
    const pool = await makeImportPool();
    expect(await importFile(pool, first && `${first}\n`)).toMatchObject({
      Status: 'Failed',
      CompletionMessage,
      ImportedUsers: 0,
    });
  });

  it.each([
    ['a row that is too long', `"${'long '.repeat(4000)}",x,true`, 'A row is longer than 16000 characters.'],
    ['a quotation mark without an end', '"ada,x,true', 'A quotation mark is not closed.'],
  ])('fails at %s', async (_what, row, CompletionMessage) => {
    const pool = await makeImportPool();
    expect(await importFile(pool, `${header}\n${row}\n`)).toMatchObject({ Status: 'Failed', CompletionMessage });
  });

  it('asks for an auto-verified attribute, and for the file', async () => {
    const pool = await makeImportPool();
    const { JobId } = await makeImportJob(pool);
    await expect(startJob(pool, JobId)).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: 'There is no uploaded file.',
    });
    expect(await describeJob(pool, JobId)).toMatchObject({ Status: 'Created' });
  });

  it('starts a job once, and one at a time', async () => {
    const pool = await makeImportPool();
    const first = await uploadedJob(pool, header);
    await startJob(pool, first.JobId);
    await endedJob(pool, first.JobId);
    await expect(startJob(pool, first.JobId)).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: 'The user import job is Succeeded: only one that is Created can be started.',
    });

    await pendingJob(pool, header);
    const other = await uploadedJob(pool, header);
    await expect(startJob(pool, other.JobId)).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: 'Another user import job of the user pool has not ended yet.',
    });
  });

  it('does not start a job that nobody started within a day', async () => {
    const pool = await makeImportPool();
    const { JobId } = await uploadedJob(pool, header);
    const late = adminClient({ ahead: 24 * 3_600_000 });
    await expect(late.send(new StartUserImportJobCommand({ UserPoolId: pool.poolId, JobId }))).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: 'The user import job is Expired: only one that is Created can be started.',
    });
  });

  it('says that there is no such job, or no such pool', async () => {
    const { poolId: UserPoolId } = await makePool();
    const start = (asked: { UserPoolId: string; JobId: string }) =>
      adminClient().send(new StartUserImportJobCommand(asked));
    await expect(start({ UserPoolId, JobId: 'import-nothere' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User import job import-nothere does not exist.',
    });
    await expect(start({ UserPoolId: 'us-east-1_nothere00', JobId: 'import-nothere' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('imports users of whom a search knows', async () => {
    const pool = await makeImportPool();
    await importFile(pool, `${header}\nada,ada@example.com,true\n`);
    const found = await adminClient().send(
      new ListUsersCommand({ UserPoolId: pool.poolId, Filter: 'email = "ada@example.com"' }),
    );
    expect(found.Users).toMatchObject([{ Username: 'ada', UserStatus: 'RESET_REQUIRED' }]);
  });
});
