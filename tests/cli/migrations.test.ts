import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { AdminGetUserCommand, AdminListGroupsForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { hash as bcrypt } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { inDirectory, runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const lines = (...values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('gatehouse-pools import auth0', () => {
  it('takes users with their passwords, says what of them is left out, and has them sign in', async () => {
    const pool = await makePool({
      UsernameAttributes: ['email'],
      Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
    });
    await inDirectory(async (directory) => {
      const [email, other] = [anEmail(), anEmail()];
      const users = path.join(directory, 'users.json.gz');
      const hashes = path.join(directory, 'passwords.json');
      const report = path.join(directory, 'report.jsonl');
      writeFileSync(
        users,
        gzipSync(
          lines(
            { user_id: 'auth0|1', email, email_verified: true, app_metadata: { plan: 'gold' } },
            { user_id: 'google-oauth2|2', email: other, email_verified: true },
            { user_id: 'auth0|3' },
          ),
        ),
      );
      const passwordHash = await bcrypt(password, 5);
      writeFileSync(hashes, lines({ _id: { $oid: '1' }, passwordHash }, { _id: { $oid: 'auth0|9' }, passwordHash }));
      const command = ['import', 'auth0', pool.poolId, users, '--passwords', hashes, '--report', report];
      const mapping = ['--attribute', 'custom:plan=app_metadata.plan'];
      const dry = await runCliJson(...command, ...mapping, '--dry-run');
      expect(dry).toMatchObject({ Migration: { Users: 2, LeftOut: 1, NotesInAll: 3 } });
      const elsewhere = await runCli([...command, '--attribute', 'custom:level=app_metadata.plan', '--dry-run']);
      expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('no attribute custom:level') });
      const missing = { UserPoolId: pool.poolId, Username: email };
      await expect(adminClient().send(new AdminGetUserCommand(missing))).rejects.toThrow('User does not exist.');

      const run = await runCli([...command, ...mapping, '--strict', '--json']);
      expect(run).toMatchObject({ code: 1, stderr: '' });
      const said = run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(said.at(-1).UserImportJob).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2, FailedUsers: 0 });
      const noted = readFileSync(report, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(noted.map(({ username, leftOut }) => [username, leftOut])).toEqual([
        [other, false],
        ['auth0|3', true],
        ['auth0|9', false],
      ]);
      await signIn(pool, { username: email }, { secret: password });
      const { UserAttributes } = await adminClient().send(new AdminGetUserCommand(missing));
      expect(UserAttributes).toContainEqual({ Name: 'custom:plan', Value: 'gold' });
    });
  });
});

describe('gatehouse-pools import firebase', () => {
  it('leaves out the line of a name that is not quoted well, and lets nobody in who was disabled', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'users.csv');
      const line = (id: string, name: string, ...state: readonly string[]): string =>
        [id, `${id}@example.com`, 'true', '', '', name, ...Array(17).fill(''), ...state, '', ''].join(',');
      const [shifted, disabled] = [`u-${randomUUID()}`, `u-${randomUUID()}`];
      const state = ['1600000000000', '', '+15551234567', 'true'];
      writeFileSync(file, [line(shifted, '"Bob "B", Jr"', ...state), line(disabled, '"Ada, A"', ...state)].join('\n'));
      const run = await runCli(['import', 'firebase', poolId, file, '--strict']);
      expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/^1 users to import, 1 left out\.$/m) });
      expect(run.stdout).toMatch(new RegExp(`^${shifted} +left out +This is no user of Firebase: line 1 has `, 'm'));
      const Username = `${disabled}@example.com`;
      const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
      expect(user).toMatchObject({ Enabled: false });
      const other = { UserPoolId: poolId, Username: `${shifted}@example.com` };
      await expect(adminClient().send(new AdminGetUserCommand(other))).rejects.toThrow('User does not exist.');
    });
  });
});

describe('gatehouse-pools import keycloak', () => {
  it('makes the groups that users are in', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'realm.json');
      const username = `u-${randomUUID()}`;
      writeFileSync(file, JSON.stringify({ realm: 'shop', users: [{ username, enabled: true, groups: ['/staff'] }] }));
      expect(await runCli(['import', 'keycloak', poolId, file, '--strict'])).toMatchObject({ code: 0 });
      const user = { UserPoolId: poolId, Username: username };
      const { Groups } = await adminClient().send(new AdminListGroupsForUserCommand(user));
      expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['staff']);
    });
  });

  it('asks which realm is meant, and finds the users of a directory export beside their realm', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const user = (realm: string) => ({ username: `${realm}-${randomUUID()}`, enabled: true });
      const put = (name: string, value: unknown): string => {
        const file = path.join(directory, name);
        writeFileSync(file, JSON.stringify(value));
        return file;
      };
      const [master, ...shop] = [user('master'), user('shop'), user('shop')];
      const several = put('all.json', [
        { id: '1', realm: 'master', users: [master] },
        { id: '2', realm: 'shop', users: shop },
      ]);
      const asked = await runCli(['import', 'keycloak', poolId, several, '--dry-run']);
      expect(asked).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/: master, shop\. .*--realm/) });
      const other = await runCli(['import', 'keycloak', poolId, several, '--realm', 'store', '--dry-run']);
      expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(/^No file is of the realm store\. /) });
      const chosen = ['import', 'keycloak', poolId, several, '--realm', 'shop', '--dry-run'];
      expect(await runCliJson(...chosen)).toMatchObject({ Migration: { Users: 2, LeftOut: 0 } });

      const realm = put('shop-realm.json', { id: '2', realm: 'shop', roles: {} });
      const alone = await runCli(['import', 'keycloak', poolId, realm, '--dry-run']);
      expect(alone).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^The realm shop has no users .*shop-users-0\.json/),
      });
      put('master-users-0.json', { realm: 'master', users: [master] });
      const pages = shop.map((each, index) => put(`shop-users-${index}.json`, { realm: 'shop', users: [each] }));
      expect(await runCli(['import', 'keycloak', poolId, realm, '--strict'])).toMatchObject({ code: 0 });
      for (const { username: Username } of shop) {
        const found = new AdminGetUserCommand({ UserPoolId: poolId, Username });
        await expect(adminClient().send(found)).resolves.toMatchObject({ Enabled: true });
      }
      expect(await runCliJson('import', 'keycloak', poolId, realm, ...pages, '--dry-run')).toMatchObject({
        Migration: { Users: 2 },
      });
    });
  });

  it('says of a packed file that is broken that it is, however much of it is whole', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'users.csv.gz');
      const lines = Array.from({ length: 5000 }, (_none, index) => `${randomUUID()},u${index}@example.com`);
      const packed = gzipSync(['id,email', ...lines].join('\n'));
      writeFileSync(file, packed.subarray(0, packed.length / 2));
      const run = await runCli(['import', 'supabase', poolId, file, '--dry-run']);
      expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/it is no whole gzip file\.$/m) });
      const auth0 = ['import', 'auth0', poolId, path.join(directory, 'users.csv.gz'), '--passwords', file, '--dry-run'];
      expect(await runCli(auth0)).toMatchObject({ code: 1, stderr: expect.not.stringContaining('    at ') });
    });
  });

  it('imports nothing where everybody is left out, and fails where its report has no room', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'users.csv');
      writeFileSync(file, 'name,email\nada,ada@example.com\n');
      expect(await runCli(['import', 'supabase', poolId, file])).toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/^0 users to import, 1 left out\.$/m),
        stderr: 'Nobody is left to import.\n',
      });
      if (!existsSync('/dev/full')) return;
      const full = await runCli(['import', 'supabase', poolId, file, '--dry-run', '--report', '/dev/full']);
      expect(full).toMatchObject({ code: 1, stderr: expect.stringMatching(/^ENOSPC: .*\n$/) });
    });
  });

  it('ends with 2 for a file that holds no users of the product', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'realm.json');
      for (const text of ['', 'users', '{"realm":"shop"}', '{"users":[{"username":"ada"']) {
        writeFileSync(file, text);
        expect([text, (await runCli(['import', 'keycloak', poolId, file, '--dry-run'])).code]).toEqual([text, 2]);
      }
      const config = path.join(directory, 'hash-config');
      writeFileSync(config, 'rounds: 8');
      writeFileSync(file, '{"users":[{"localId":"1"}]}');
      expect((await runCli(['import', 'keycloak', poolId, directory, '--dry-run'])).stderr).toMatch(/is no file\.$/m);
      const report = ['--dry-run', '--report', path.join(directory, 'nowhere', 'notes.jsonl')];
      expect(await runCli(['import', 'keycloak', poolId, file, ...report])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^\S+notes\.jsonl cannot be written\.$/m),
      });
      const firebase = ['import', 'firebase', poolId, file, '--hash-config', config, '--dry-run'];
      expect((await runCli(firebase)).stderr).toMatch(/base64_signer_key/);
    });
  });
});
