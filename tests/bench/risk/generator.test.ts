import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attackerKinds, generate } from './generator/generate.ts';

const folder = join(import.meta.dirname, 'generator');
const groups = [
  { people: 20, signIns: 12 },
  { people: 10, signIns: 39 },
  { people: 30, signIns: 4, drawn: true },
];

describe('the generator of histories', () => {
  it('does not change: what was measured on another one means nothing', () => {
    const hash = createHash('sha256');
    for (const file of readdirSync(folder).sort()) hash.update(`${file}\n${readFileSync(join(folder, file), 'utf8')}`);
    expect(hash.digest('hex')).toBe('fa8bc838507afc3e56b8246f3c0d0ade3ec74305e46b06a91378aef1f5851d90');
  });

  it('gives the same rows for a seed, and others for another one', () => {
    const rows = JSON.stringify(generate(7, groups));
    expect(JSON.stringify(generate(7, groups))).toBe(rows);
    expect(JSON.stringify(generate(8, groups))).not.toBe(rows);
  });

  it('has users who sign in as often as asked, in the order of time, and an attack of each kind beside', () => {
    const histories = generate(7, groups);
    expect(histories.slice(0, 20).map(({ signIns }) => signIns.length)).toEqual(Array(20).fill(12));
    expect(new Set(histories.map(({ userId }) => userId)).size).toBe(60);
    for (const { signIns, attacks } of histories) {
      const times = signIns.map(({ columns }) => columns.timestamp);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const kind of attackerKinds) {
        expect(attacks[kind].map(({ columns }) => columns.timestamp)).toEqual(times);
        expect(attacks[kind].every(({ columns, device }) => columns.isAccountTakeover && device === 0)).toBe(true);
      }
    }
  });
});
