import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, describe, expect, it } from 'vitest';
import { isInBucket, partOf, readHeader } from '#shared/domain/leaked-passwords/password-file.ts';
import { runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { setBlocklist, sha1 } from '#tests/support/leaked-passwords.ts';
import { makePool } from '#tests/support/pools.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-leaked-passwords-'));
afterAll(() => rmSync(folder, { recursive: true }));

const newFile = (): string => path.join(folder, randomUUID());

const listOf = (lines: readonly string[]): string => {
  const list = newFile();
  writeFileSync(list, `${lines.join('\n')}\n`);
  return list;
};

const holds = (file: string, digest: string): boolean => {
  const bytes = readFileSync(file);
  const header = readHeader(bytes, bytes.length);
  if (!header) throw new Error('The file has no header.');
  const { start, length } = partOf(header, Buffer.from(digest, 'hex'));
  return isInBucket(bytes.subarray(start, start + length), Buffer.from(digest, 'hex'));
};

const sizeOf = (file: string): number | undefined => {
  const bytes = readFileSync(file);
  return readHeader(bytes, bytes.length)?.size;
};

const digests = Array.from({ length: 20_000 }, (_, index) => sha1(`leaked ${index}`));

describe('gatehouse-pools leaked-passwords', () => {
  it.each([
    ['in any order', digests],
    ['in order', digests.toSorted()],
    ['with counts, in small letters', digests.map((digest) => `${digest.toLowerCase()}:12`)],
  ])('makes a file of digests %s', async (_order, lines) => {
    const file = newFile();
    expect(await runCliJson('leaked-passwords', 'make', listOf(lines), file)).toEqual({ file, passwords: 20_000 });
    expect(sizeOf(file)).toBe(20_000);
    expect(digests.filter((digest) => !holds(file, digest))).toEqual([]);
    expect(
      Array.from({ length: 20_000 }, (_, index) => sha1(`other ${index}`)).some((other) => holds(file, other)),
    ).toBe(false);
  });

  it('makes the same file of the same digests in order', async () => {
    const [one, two] = [newFile(), newFile()];
    for (const file of [one, two]) await runCliJson('leaked-passwords', 'make', listOf(digests.toSorted()), file);
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  });

  it('makes a file of passwords, and of a single one', async () => {
    const file = newFile();
    await runCliJson('leaked-passwords', 'make', listOf(['correct horse', 'Zebra']), file, '--passwords');
    expect([sizeOf(file), holds(file, sha1('Zebra')), holds(file, sha1('zebra'))]).toEqual([2, true, false]);
    const alone = newFile();
    await runCliJson('leaked-passwords', 'make', listOf([sha1('a'), '', `${sha1('b')}:0`]), alone);
    expect([sizeOf(alone), holds(alone, sha1('a')), holds(alone, sha1('b'))]).toEqual([1, true, false]);
  });

  it('says which line is wrong, and leaves nothing behind', async () => {
    const file = newFile();
    const run = await runCli(['leaked-passwords', 'make', listOf([sha1('a'), 'password']), file]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('Line 2 of ') });
    expect(await runCli(['leaked-passwords', 'make', listOf(['']), file])).toMatchObject({ code: 2 });
    expect(await runCli(['leaked-passwords', 'make', newFile(), file])).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(false);
    const there = listOf([]);
    expect(await runCli(['leaked-passwords', 'make', listOf([sha1('a')]), there])).toMatchObject({ code: 2 });
  });

  it('gives a pool the policy of NIST, and keeps the lists and the history that it has', async () => {
    const { poolId } = await makePool({ Policies: { PasswordPolicy: { MinimumLength: 9, PasswordHistorySize: 3 } } });
    await setBlocklist(poolId, { RangeService: { TimeoutMilliseconds: 300 }, Unchecked: 'REFUSE' });
    expect(await runCliJson('leaked-passwords', 'nist', poolId)).toMatchObject({ Enforced: true });
    const policyOf = async () =>
      (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).UserPool?.Policies
        ?.PasswordPolicy;
    expect(await policyOf()).toMatchObject({
      MinimumLength: 15,
      RequireUppercase: false,
      RequireLowercase: false,
      RequireNumbers: false,
      RequireSymbols: false,
      PasswordHistorySize: 3,
    });
    expect(await runCliJson('leaked-passwords', 'show', poolId)).toMatchObject({
      Enforced: true,
      RangeService: { TimeoutMilliseconds: 300 },
      Unchecked: 'REFUSE',
    });
    await runCliJson('leaked-passwords', 'nist', poolId, '--minimum', '8');
    expect(await policyOf()).toMatchObject({ MinimumLength: 8 });
    expect(await runCli(['leaked-passwords', 'nist', poolId, '--minimum', '6'])).toMatchObject({ code: 2 });
    expect((await runCli(['leaked-passwords', 'show', poolId])).stdout).toContain('api.pwnedpasswords.com');
  });
});
