import { compactDecrypt, exportJWK, generateKeyPair, type CryptoKey as Key } from 'jose';
import { admin, app, type Facts, http, type Leg, type Step } from '../step.ts';
import { beginSignIn, makePool, makeUser, ofUser, password, tokens } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const job = { ...pool, JobId: '{{job}}' };
const badParameter = { refused: 'InvalidParameterException' } as const;
const notFound = { refused: 'ResourceNotFoundException' } as const;
const role = 'arn:aws:iam::000000000000:role/import-logs';
const keepJob = { job: 'UserImportJob.JobId', url: 'UserImportJob.PreSignedUrl' };

const put = (name: string, body: string): Step =>
  http(name, { method: 'PUT', url: '{{url}}', body, headers: { 'x-amz-server-side-encryption': 'aws:kms' } });

const finished = { until: ['UserImportJob.Status', 'Succeeded'] } as const;

// Names and texts of the developer guide; the hash is of Correct-horse-1.
const rows = [
  'cognito:username,email,email_verified,given_name,gatehouse:password_hash',
  'rosa,rosa@example.com,true,Rosa,',
  'saul,saul@example.com,true,Saul,not a hash',
  'tom,no address,true,Tom,',
  'rosa,rosa2@example.com,true,Rosa,',
  'una,una@example.com,false,Una,',
  '',
].join('\n');

const manyRows = [
  'cognito:username,email,email_verified',
  ...Array.from({ length: 20_000 }, (_none, index) => `user-${index},user-${index}@example.com,true`),
  '',
].join('\n');

// How far a worker is when it is stopped.
const counts = ['ImportedUsers', 'SkippedUsers', 'FailedUsers', 'Status'].map((member) => `UserImportJob.${member}`);

/** Import of users from CSV files. */
export const imports: Leg = {
  name: 'imports',
  clock: 'machine',
  steps: [
    ...makePool({ AutoVerifiedAttributes: ['email'], Schema: [{ Name: 'plan', AttributeDataType: 'String' }] }),
    admin('GetCSVHeader', 'columns', pool),
    admin(
      'CreateUserImportJob',
      'a job',
      { ...pool, JobName: 'first', CloudWatchLogsRoleArn: role },
      { keep: keepJob },
    ),
    admin(
      'CreateUserImportJob',
      'a role that is none',
      { ...pool, JobName: 'first', CloudWatchLogsRoleArn: 'no role' },
      badParameter,
    ),
    admin('DescribeUserImportJob', 'not started', job),
    put('the file', rows),
    admin('StartUserImportJob', 'it starts', job),
    admin('DescribeUserImportJob', 'it is done', job, finished),
    admin('DescribeUserImportJob', 'a job that is not there', { ...job, JobId: 'import-0Vf3aB2xY9k1' }, notFound),
    admin('ListUserImportJobRefusals', 'who was not imported', job),
    admin('StartUserImportJob', 'it was started already', job, { refused: 'PreconditionNotMetException' }),
    admin('StopUserImportJob', 'it is over', job, { refused: 'PreconditionNotMetException' }),
    admin(
      'CreateUserImportJob',
      'a job to be stopped',
      { ...pool, JobName: 'second', CloudWatchLogsRoleArn: role },
      { keep: keepJob },
    ),
    admin('StopUserImportJob', 'it is stopped', job, { refused: 'PreconditionNotMetException' }),
    admin('ListUserImportJobs', 'both jobs', { ...pool, MaxResults: 10 }),
    admin('AdminGetUser', 'rosa', ofUser('rosa')),
    beginSignIn('rosa', 'rosa needs a password', { refused: 'PasswordResetRequiredException' }),
    admin('AdminGetUser', 'saul', ofUser('saul'), { refused: 'UserNotFoundException' }),
    admin(
      'CreateUserImportJob',
      'a job that takes a while',
      { ...pool, JobName: 'third', CloudWatchLogsRoleArn: role },
      { keep: keepJob },
    ),
    put('many users', manyRows),
    admin('StartUserImportJob', 'it starts, too', job),
    admin('StopUserImportJob', 'it is told to stop', job, { leaves: counts }),
    admin('DescribeUserImportJob', 'it has stopped', job, {
      until: ['UserImportJob.Status', 'Stopped'],
      leaves: [...counts, 'UserImportJob.CompletionMessage'],
    }),
  ],
};

const record = {
  type: 'user',
  username: 'vera',
  attributes: { email: 'vera@example.com', email_verified: 'true' },
  password: { hash: '$2b$04$FAwh3KTwsYqiPqXAeC8nCe2Yf3NVOCBTVEEqq8WqZ3p7gUv4qWmS2' },
};

const keyPair = async (): Promise<Facts> => {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES+A256KW', { extractable: true });
  return { publicKey: await exportJWK(publicKey), privateKey };
};

const isKey = (value: unknown): value is Key => value instanceof CryptoKey;

const records = async (body: unknown, { privateKey }: Facts): Promise<unknown> => {
  if (!isKey(privateKey)) throw new Error('There is no key.');
  const opened: unknown[] = [];
  for (const line of String(body).trimEnd().split('\n')) {
    const { plaintext } = await compactDecrypt(line, privateKey);
    const texts = Buffer.from(plaintext).toString().trimEnd().split('\n');
    opened.push(...texts.map((text): unknown => JSON.parse(text)));
  }
  return opened;
};

/** Exports of pools, pools made of them, and import of records. */
export const exportsOfPools: Leg = {
  name: 'exports',
  clock: 'machine',
  steps: [
    ...makePool({ AutoVerifiedAttributes: ['email'] }),
    ...makeUser('ada', { given_name: 'Ada' }),
    admin('CreateGroup', 'a group', { ...pool, GroupName: 'editors', Precedence: 1 }),
    admin('AdminAddUserToGroup', 'ada edits', { ...ofUser('ada'), GroupName: 'editors' }),
    admin(
      'CreateUserPoolExport',
      'an export',
      { ...pool, PublicKey: '{{publicKey}}' },
      { make: keyPair, keep: { export: 'UserPoolExport.ExportId' } },
    ),
    admin(
      'CreateUserPoolExport',
      'a key that is none',
      { ...pool, PublicKey: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } },
      badParameter,
    ),
    admin(
      'DescribeUserPoolExport',
      'it is done',
      { ...pool, ExportId: '{{export}}' },
      { until: ['UserPoolExport.Status', 'Succeeded'], keep: { part: 'Parts.0.Url' } },
    ),
    http('what is in it', { url: '{{part}}', opens: records }),
    admin('DescribeUserPoolExport', 'none', { ...pool, ExportId: 'export-0' }, notFound),
    admin('ListUserPoolExports', 'exports', pool),
    admin('StopUserPoolExport', 'it is over', { ...pool, ExportId: '{{export}}' }),
    admin(
      'RestoreUserPool',
      'a pool of it',
      { Manifest: '{{manifest}}', PoolName: 'restored' },
      {
        make: ({ opened }) => ({ manifest: Array.isArray(opened) ? opened[0] : undefined }),
        keep: { pool: 'UserPool.Id', client: 'UserPoolClients.0.ClientId' },
      },
    ),
    admin('RestoreUserPool', 'what is no pool', { Manifest: { type: 'pool' } }, badParameter),
    admin('CreateUserRecordImportJob', 'a job of records', { ...pool, JobName: 'records' }, { keep: keepJob }),
    put('the records', `${JSON.stringify(record)}\n${JSON.stringify({ ...record, username: '' })}\n`),
    admin('StartUserImportJob', 'it starts', job),
    admin('DescribeUserImportJob', 'it is done', job, finished),
    admin('ListUserImportJobRefusals', 'who was not imported', job),
    admin('AdminGetUser', 'vera', ofUser('vera')),
    beginSignIn('vera', 'by a hash that came along', { refused: 'NotAuthorizedException' }),
  ],
};

const found = (name: string, request: object, more: object = {}): Step =>
  admin('SearchUsers', name, { ...pool, ...request }, more);

/** Users by any attribute, with an additional index and without. */
export const search: Leg = {
  name: 'search',
  clock: 'machine',
  steps: [
    ...makePool({
      Schema: [
        { Name: 'plan', AttributeDataType: 'String', Mutable: true },
        { Name: 'seats', AttributeDataType: 'Number', Mutable: true },
      ],
    }),
    ...makeUser('ada', { 'custom:plan': 'gold', 'custom:seats': '10', family_name: 'Hill' }),
    ...makeUser('bob', { 'custom:plan': 'gold', 'custom:seats': '9', family_name: 'Marsh' }),
    ...makeUser('cleo', { 'custom:seats': '50' }),
    found('by name', { Filters: [{ Attribute: 'username', StartsWith: 'a' }] }),
    found('by plan and seats', {
      Filters: [
        { Attribute: 'custom:plan', Equals: 'GOLD' },
        { Attribute: 'custom:seats', AtLeast: '10', AtMost: '50' },
      ],
    }),
    found('who has none', { Filters: [{ Attribute: 'custom:plan', Exists: false }], AttributesToGet: ['email'] }),
    found('how many', { Count: true }),
    found(
      'sorted',
      { SortBy: { Attribute: 'username', Order: 'DESCENDING' }, Limit: 2 },
      { keep: { page: 'NextToken' } },
    ),
    found('the next page', { SortBy: { Attribute: 'username', Order: 'DESCENDING' }, Limit: 2, NextToken: '{{page}}' }),
    found('sorted without an index', { SortBy: { Attribute: 'custom:seats' } }, badParameter),
    found('an attribute that is not there', { Filters: [{ Attribute: 'custom:none', Equals: 'x' }] }, badParameter),
    found('a filter that says nothing', { Filters: [{ Attribute: 'email' }] }, badParameter),
    // Two minutes ago, so that the worker need not wait a minute.
    admin(
      'SetUserPoolSearchSettings',
      'an index',
      { ...pool, SearchableAttributes: ['custom:seats'] },
      { after: -120 },
    ),
    admin('GetUserPoolSearchSettings', 'it is ready', pool, { until: ['SearchableAttributes.0.Status', 'Ready'] }),
    admin(
      'SetUserPoolSearchSettings',
      'of nothing that is there',
      { ...pool, SearchableAttributes: ['custom:none'] },
      badParameter,
    ),
    found('sorted with an index', { SortBy: { Attribute: 'custom:seats', Order: 'DESCENDING' } }),
    found('counted by an index', { Filters: [{ Attribute: 'custom:seats', AtLeast: '10' }], Count: true }),
  ],
};

const resting = (status: string) => ({ until: ['Change.Status', status] }) as const;

/** Pools that change while they are in use. */
export const changes: Leg = {
  name: 'changes',
  clock: 'machine',
  steps: [
    ...makePool({ UsernameConfiguration: { CaseSensitive: true } }),
    ...makeUser('Ada'),
    ...makeUser('bob'),
    admin('DescribeUserPoolChange', 'none', pool),
    admin('PlanUserPoolChange', 'what would be', {
      ...pool,
      Change: { UsernameConfiguration: { CaseSensitive: false }, AliasAttributes: ['email'] },
    }),
    admin('PlanUserPoolChange', 'what cannot be', { ...pool, Change: { AliasAttributes: ['nickname'] } }, badParameter),
    admin('PlanUserPoolChange', 'who stands in the way', { ...pool, Change: { RequiredAttributes: ['family_name'] } }),
    admin('ApplyUserPoolChange', 'case matters no more', {
      ...pool,
      Change: { UsernameConfiguration: { CaseSensitive: false }, AliasAttributes: ['email'] },
    }),
    admin('DescribeUserPoolChange', 'it is switched', pool, resting('SWITCHED')),
    beginSignIn('ADA', 'in any case', { keep: tokens() }),
    beginSignIn('ada@example.com', 'by address', { keep: tokens() }),
    admin('RollBackUserPoolChange', 'back', pool),
    admin('DescribeUserPoolChange', 'it is as before', pool, resting('ROLLED_BACK')),
    beginSignIn('ADA', 'nobody is called so', { refused: 'UserNotFoundException' }),
    admin('ApplyUserPoolChange', 'once more', { ...pool, Change: { AliasAttributes: ['email'] } }),
    admin('DescribeUserPoolChange', 'it is switched again', pool, resting('SWITCHED')),
    admin('FinishUserPoolChange', 'for good', pool),
    admin('DescribeUserPoolChange', 'it is finished', pool, resting('FINISHED')),
    admin('RollBackUserPoolChange', 'there is no way back', pool, badParameter),
    admin('SetUserPoolCompatibility', 'as strict as Cognito', { ...pool, Strict: true }),
    admin(
      'ApplyUserPoolChange',
      'what a strict pool refuses',
      { ...pool, Change: { AliasAttributes: [] } },
      badParameter,
    ),
    app('SignUp', "an address that is somebody's", { ClientId: '{{client}}', Username: 'cy', Password: password }),
    admin('DeleteUserPool', 'the pool goes', pool),
  ],
};
