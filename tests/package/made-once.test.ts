import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, utimesSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { digestOf, madeOnce, removeUnused } from '#local/osls/made-once.ts';

const fileOf = (digest: string): string => `node_modules/.cache/gatehouse/made-${digest}`;

const newDigest = (): string => {
  const digest = digestOf([randomUUID()]);
  onTestFinished(() => rmSync(fileOf(digest), { force: true }));
  return digest;
};

const never = async (): Promise<Uint8Array> => expect.unreachable('It was there.');

describe('what is made once', () => {
  it('is made for a digest that is new, and found for one that is not', async () => {
    const [one, other] = [newDigest(), newDigest()];
    expect(Buffer.from(await madeOnce(one, async () => Buffer.from('first')))).toEqual(Buffer.from('first'));
    expect(Buffer.from(await madeOnce(one, never))).toEqual(Buffer.from('first'));
    expect(Buffer.from(await madeOnce(other, async () => Buffer.from('second')))).toEqual(Buffer.from('second'));
  });

  it('is not kept where it could not be made', async () => {
    const digest = newDigest();
    await expect(madeOnce(digest, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(Buffer.from(await madeOnce(digest, async () => Buffer.from('now')))).toEqual(Buffer.from('now'));
  });

  it('is removed once nobody has asked for it in a day', async () => {
    const [used, unused, asked] = [newDigest(), newDigest(), newDigest()];
    for (const digest of [used, unused, asked]) await madeOnce(digest, async () => Buffer.from('bytes'));
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const digest of [unused, asked]) utimesSync(fileOf(digest), twoDaysAgo, twoDaysAgo);
    await madeOnce(asked, never);
    removeUnused();
    expect([used, unused, asked].map((digest) => existsSync(fileOf(digest)))).toEqual([true, false, true]);
  });

  it('has a digest of its own for each list of things', () => {
    const digests = [['ab', 'c'], ['a', 'bc'], ['abc'], ['ab', 'c', '']].map(digestOf);
    expect(new Set(digests).size).toBe(4);
    expect(digestOf(['ä'])).toBe(digestOf([Buffer.from('ä')]));
  });
});
