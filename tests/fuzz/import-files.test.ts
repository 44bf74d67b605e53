import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { hash as bcrypt } from 'bcryptjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroupRecordType, UserRecordType } from '#shared/domain/imports/user-record.ts';
import { adminClient } from '#tests/support/clients.ts';
import { exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { importFile, makeImportPool } from '#tests/support/imports.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { makePool, password } from '#tests/support/pools.ts';
import { assertPlain, sendRaw } from './raw-request.ts';
import { type Likely, membersOf } from './schema-values.ts';

const call = async (operation: string, request: object): Promise<void> => {
  const body = JSON.stringify(request);
  const signed = operation.startsWith('Admin');
  assertPlain(
    await sendRaw(`AWSCognitoIdentityProviderService.${operation}`, body, { signed }),
    `${operation} ${body}`,
  );
};

const hash = await bcrypt(password, 4);
const time = '2026-01-02T03:04:05.678Z';

const likely: Likely = {
  username: () => `user-${randomUUID()}`,
  sub: () => randomUUID(),
  hash: () => hash,
  status: () => 'CONFIRMED',
  enabled: () => true,
  mfa: () => ({ enabled: ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'].slice(randomInt(3)) }),
  history: () => [],
  groups: () => [],
  // Most users have none.
  identities: () => undefined,
  passwordDisabled: () => undefined,
  awaitsMigration: () => undefined,
  unlinked: () => undefined,
  attributes: () => ({ email: `${randomUUID()}@example.com`, email_verified: 'true' }),
  pending: () => ({}),
  salt: () => randomBytes(16).toString('hex'),
  verifier: () => randomBytes(384).toString('base64'),
  seed: () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  credentialId: () => randomBytes(16).toString('base64url'),
  publicKey: () => randomBytes(77).toString('base64'),
  key: () => `us-east-1_${randomUUID()}`,
  acceptedTerms: () => {
    const where = { termsId: randomUUID(), clientId: 'client', link: 'https://example.com', language: 'en' };
    const when = { updatedAt: time, acceptedAt: time };
    return ['terms-of-use', 'privacy-policy'].map((name) => ({ name, ...where, ...when })).slice(randomInt(2));
  },
  recoveryCodes: () => ({ key: 'YWJj', codes: { digest: true }, createdAt: time }),
  ...Object.fromEntries(
    ['createdAt', 'updatedAt', 'authenticatedAt', 'setAt', 'temporaryUntil', 'at'].map((name) => [name, () => time]),
  ),
};

const lines = fc.oneof(
  {
    weight: 8,
    arbitrary: membersOf(UserRecordType, { likely, soundness: 60 }).map((one) => JSON.stringify(one)),
  },
  { weight: 1, arbitrary: membersOf(GroupRecordType).map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"type":"user","username":"inherited"}}',
      '{"type":"user","username":"odd","__proto__":{"status":"CONFIRMED"}}',
      '{"type":"user","username":"odd","attributes":{"__proto__":{"custom:admin":"true"},"constructor":"x"}}',
      '{"type":"user","username":"odd","password":{"hash":"$2b$04$","__proto__":{}}}',
      '\ufeff{"type":"user","username":"odd"}',
      '['.repeat(50_000),
      `{"type":"user","username":"odd","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      'eyJhbGciOiJkaXIifQ.a.a.a.a'.replace('e', '{'),
    ),
  },
);

describe('a file of records', () => {
  it('comes to an end whatever is in it, and so does everything that is done with its users', async () => {
    const pool = await makeMfaPool({}, { AliasAttributes: ['email', 'preferred_username'] });
    const file = fc.sample(lines, { numRuns: 150 }).filter((line) => !/[\r\n]/.test(line) && line.trim() !== '');

    const { Status, CompletionMessage, ...counts } = await importLines(
      pool.poolId,
      file,
      await makeRecordJob(pool.poolId),
    );

    expect({ Status, CompletionMessage }).toMatchObject({ Status: 'Succeeded' });
    expect(counts.ImportedUsers).toBeGreaterThan(20);
    const { publicKey } = await makeExportKeys();
    await expect(exportPool(pool.poolId, publicKey)).resolves.toBeDefined();
    const usernames = file.flatMap((line) => /"username":"(user-[\w-]+)"/.exec(line)?.[1] ?? []);
    const signedIn = ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'USER_AUTH'];
    const shown = ['AdminGetUser', 'AdminListDevices', 'AdminListGroupsForUser', 'AdminGetUserAuthFactors'];
    for (const username of usernames.slice(0, 25)) {
      const AuthParameters = { USERNAME: username, PASSWORD: password, SRP_A: '2b' };
      await Promise.all([
        ...signedIn.map((AuthFlow) => call('InitiateAuth', { ClientId: pool.clientId, AuthFlow, AuthParameters })),
        ...shown.map((operation) => call(operation, { UserPoolId: pool.poolId, Username: username })),
      ]);
    }
  });

  it('comes to an end where it is any bytes', async () => {
    const pool = await makePool();
    const bytes = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { numRuns: 5 });
    for (const one of [...bytes, Buffer.from('\u0000'), Buffer.from('\ufeff'), Buffer.from('\n\n\n')]) {
      const job = await makeRecordJob(pool.poolId);
      const { Status } = await importLines(pool.poolId, [Buffer.from(one).toString('latin1')], job);
      expect(Status).toMatch(/^(?:Succeeded|Failed)$/);
    }
  });
});

const header = 'cognito:username,email,email_verified,name,cognito:mfa_enabled,gatehouse:password_hash';

describe('a CSV file', () => {
  it('comes to an end whatever is in its rows', async () => {
    const pool = await makeImportPool({ Schema: [{ Name: 'admin', AttributeDataType: 'Boolean' }] });
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        'true',
        'TRUE',
        'a@example.com',
        '"',
        '"x',
        '\\',
        '\\,',
        '\u0000',
        '=1+1',
        '\ufeff',
        '__proto__',
      ),
      fc.string({ maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    const row = fc.array(cell, { minLength: 5, maxLength: 7 }).map((cells) => cells.join(','));
    const files = fc.sample(fc.array(row, { maxLength: 40 }), { numRuns: 8 });
    for (const rows of files) {
      const { Status } = await importFile(pool, `${header}\n${rows.join('\n')}\n`);
      expect(Status).toMatch(/^(?:Succeeded|Failed)$/);
    }
  });

  it.each([
    ['__proto__,cognito:username'],
    ['constructor,cognito:username'],
    ['sub,cognito:username'],
    ['cognito:groups,cognito:username'],
    ['cognito:user_status,cognito:username'],
    ['identities,cognito:username'],
    ['custom:admin,cognito:username,custom:admin'],
    ['custom:nobody,cognito:username'],
  ])('fails with a header of %s', async (columns) => {
    const pool = await makeImportPool({ Schema: [{ Name: 'admin', AttributeDataType: 'Boolean' }] });
    const { Status, ImportedUsers } = await importFile(pool, `${columns}\ntrue,ada,true\n`);
    expect({ Status, ImportedUsers }).toEqual({ Status: 'Failed', ImportedUsers: 0 });
    const command = new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' });
    await expect(adminClient().send(command)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
