import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeUserPoolCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { inDirectory, runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';

interface Exported {
  readonly UserPoolExport: { readonly ExportId: string; readonly Status: string; readonly Users: number };
}

const signIn = async (clientId: string, username: string): Promise<string | undefined> => {
  const { AuthenticationResult } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  return AuthenticationResult?.TokenType;
};

const exportOf = async (directory: string, poolId: string) => {
  const name = path.join(directory, 'backup');
  await runCliJson('keys', 'make-export-key', name);
  const keys = { publicKey: `${name}.public.json`, privateKey: `${name}.private.json` };
  const file = path.join(directory, 'pool.export');
  const start = ['export', 'start', poolId, '--public-key', keys.publicKey, '--out', file];
  return { ...keys, file, answer: await runCliJson<Exported>(...start) };
};

describe('gatehouse-pools export', () => {
  it('puts a pool into a file that opens with the private key, and makes a pool from it', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await inDirectory(async (directory) => {
      const { file, privateKey, publicKey, answer } = await exportOf(directory, pool.poolId);
      const { ExportId } = answer.UserPoolExport;
      expect(answer.UserPoolExport).toMatchObject({ Status: 'Succeeded', Users: 1 });
      expect(readFileSync(file, 'utf8')).not.toContain(user.username);
      expect((await runCli(['export', 'list', pool.poolId])).stdout).toMatch(
        new RegExp(`^${ExportId} +Succeeded +1`, 'm'),
      );

      const opened = await runCli(['export', 'decrypt', file, '--key', privateKey]);
      const records = opened.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(records.map(({ type }) => type)).toEqual(['pool', 'user', 'end']);
      expect(records[1]).toMatchObject({ username: user.username, attributes: { email: user.email } });
      const wrongKey = await runCli(['export', 'decrypt', file, '--key', publicKey]);
      expect(wrongKey).toMatchObject({ code: 2, stdout: '' });

      const clear = path.join(directory, 'pool.jsonl');
      expect(await runCliJson('export', 'decrypt', file, '--key', privateKey, '--out', clear)).toMatchObject({
        Users: 1,
      });
      expect(statSync(clear).mode & 0o777).toBe(0o600);
      expect(readFileSync(clear, 'utf8')).toBe(opened.stdout);

      expect(await runCli(['restore', file, '--key', privateKey, '--keep-id'])).toMatchObject({ code: 3, stdout: '' });
      const restored = await runCli(['restore', file, '--key', privateKey, '--name', 'again', '--json']);
      expect(restored).toMatchObject({ code: 0, stderr: '' });
      const said = restored.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const made = said.find((document) => 'UserPoolClients' in document);
      expect(said.at(-1).UserImportJob).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
      expect(made.UserPool.Id).not.toBe(pool.poolId);
      expect(await signIn(made.UserPoolClients[0].ClientId, user.username)).toBe('Bearer');
    });
  });

  it('makes a pool from it whose KMS key is not there, by another key or by none', async () => {
    const [former, other] = [makeOwnKey(), makeOwnKey()];
    const { poolId } = await makePool({ KeyConfiguration: former.configuration });
    await inDirectory(async (directory) => {
      const { file, privateKey } = await exportOf(directory, poolId);
      former.remove();
      const restore = ['restore', file, '--key', privateKey];
      const refused = await runCli(restore);
      expect([refused.code, refused.stderr]).toEqual([
        3,
        expect.stringContaining('The KMS key of the user pool cannot be used: it does not exist.'),
      ]);
      for (const [kmsKey, configuration] of [
        [other.arn, other.configuration],
        ['none', { KeyType: 'AWS_OWNED_KEY' }],
      ] as const) {
        const { stdout } = await runCli([...restore, '--kms-key', kmsKey, '--json']);
        const said = stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        const { UserPool } = said.find((document) => 'UserPoolClients' in document);
        const described = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: UserPool.Id }));
        expect(described.UserPool?.KeyConfiguration).toEqual(configuration);
      }
    });
  });

  it('goes on with a file of which a part is there, and mends one that was changed', async () => {
    const pool = await makePool();
    await makeUser(pool);
    await inDirectory(async (directory) => {
      const { file, answer } = await exportOf(directory, pool.poolId);
      const whole = readFileSync(file);
      const again = ['export', 'fetch', pool.poolId, answer.UserPoolExport.ExportId, '--out', file];
      truncateSync(file, Math.floor(whole.length / 2));
      expect(await runCli(again)).toMatchObject({ code: 0 });
      expect(readFileSync(file).equals(whole)).toBe(true);
      const changed = Buffer.from(whole);
      changed[500] = (changed[500] ?? 0) ^ 1;
      writeFileSync(file, changed);
      appendFileSync(file, 'more');
      expect(await runCli(again)).toMatchObject({ code: 0 });
      expect(readFileSync(file).equals(whole)).toBe(true);
      truncateSync(file, 20);
      expect(await runCli(again)).toMatchObject({ code: 0 });
      expect(readFileSync(file).equals(whole)).toBe(true);
      writeFileSync(file, 'a diary');
      expect(await runCli(again)).toMatchObject({ code: 2, stdout: '' });
      expect(readFileSync(file, 'utf8')).toBe('a diary');
    });
  });

  it('begins nothing that could not be written down', async () => {
    const { poolId } = await makePool();
    await inDirectory(async (directory) => {
      const name = path.join(directory, 'backup');
      await runCliJson('keys', 'make-export-key', name);
      for (const out of [path.join(directory, 'no', 'pool.export'), path.join(`${name}.public.json`, 'pool.export')]) {
        const start = ['export', 'start', poolId, '--public-key', `${name}.public.json`, '--out', out];
        expect(await runCli(start)).toEqual({ code: 2, stdout: '', stderr: `${out} cannot be written.\n` });
        const fetch = ['export', 'fetch', poolId, 'export-unknown', '--out', out];
        expect(await runCli(fetch)).toEqual({ code: 2, stdout: '', stderr: `${out} cannot be written.\n` });
      }
      const unknown = path.join(directory, 'unknown.export');
      const fetchUnknown = ['export', 'fetch', poolId, 'export-unknown', '--out', unknown];
      expect([(await runCli(fetchUnknown)).code, existsSync(unknown)]).toEqual([3, false]);
      const directoryItself = ['export', 'fetch', poolId, 'export-unknown', '--out', directory];
      expect(await runCli(directoryItself)).toEqual({ code: 2, stdout: '', stderr: `${directory} is no file.\n` });
      expect(await runCliJson('export', 'list', poolId)).toEqual({ UserPoolExports: [] });
    });
  });

  it('leaves nothing in the clear of a file that does not open to its end', async () => {
    const pool = await makePool();
    await makeUser(pool);
    await inDirectory(async (directory) => {
      const { file, privateKey } = await exportOf(directory, pool.poolId);
      truncateSync(file, readFileSync(file, 'utf8').trimEnd().lastIndexOf('\n') + 1);
      const clear = path.join(directory, 'pool.jsonl');
      const run = await runCli(['export', 'decrypt', file, '--key', privateKey, '--out', clear]);
      expect(run).toEqual({ code: 1, stdout: '', stderr: 'The export is not whole: its end is missing.\n' });
      expect(readdirSync(directory).filter((name) => name.startsWith('pool.jsonl'))).toEqual([]);
      const nowhere = path.join(directory, 'no', 'pool.jsonl');
      expect(await runCli(['export', 'decrypt', file, '--key', privateKey, '--out', nowhere])).toEqual({
        code: 2,
        stdout: '',
        stderr: `${nowhere} cannot be written.\n`,
      });
    });
  });

  it('makes nothing from a file that is not whole', async () => {
    const pool = await makePool();
    await makeUser(pool);
    await inDirectory(async (directory) => {
      const { file, privateKey } = await exportOf(directory, pool.poolId);
      const lines = readFileSync(file, 'utf8').trim().split('\n');
      const broken = path.join(directory, 'broken.export');
      const restore = ['restore', broken, '--key', privateKey, '--name', 'broken'];
      for (const [kept, why] of [
        [lines.slice(0, -1), 'its end is missing'],
        [lines.slice(1), 'portion 1 is missing, 2 stands in its place'],
        [[...lines.slice(0, 1), ...lines], 'portion 2 is missing, 1 stands in its place'],
        [lines.map((line) => line.replace(/.{4}$/, 'AAAA')), 'portion 1 does not open with this key, or was changed'],
      ] as const) {
        writeFileSync(broken, `${kept.join('\n')}\n`);
        const stderr = `The export is not whole: ${why}.\n`;
        expect(await runCli(restore)).toEqual({ code: 1, stdout: '', stderr });
      }
      const { UserPools } = await runCliJson<{ UserPools: { Name: string }[] }>('pools', 'list');
      expect(UserPools.map(({ Name }) => Name)).not.toContain('broken');
    });
  });
});
