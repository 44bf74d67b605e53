import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Recipient, toRecipient } from '#shared/domain/exports/recipient.ts';
import { openLines, sealLines } from '#shared/domain/exports/sealed-lines.ts';
import { type ImportPosition, importStart } from '#shared/domain/imports/import-position.ts';
import { createRecordRowReader } from '#shared/services/imports/record-row-reader.ts';
import type { ImportRow, RowReader } from '#shared/services/imports/row-reader.ts';

let recipient: Recipient;
let reader: RowReader;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES+A256KW', { extractable: true });
  recipient = await toRecipient({ ...(await exportJWK(publicKey)) });
  reader = createRecordRowReader((line) => openLines(privateKey, line));
});

const user = (username: string): string => JSON.stringify({ type: 'user', username });
const pool = JSON.stringify({ type: 'pool', version: 1 });
const end = (users: number): string => JSON.stringify({ type: 'end', export: 'export-1', groups: 0, users });

/** An export with so many users in each portion. */
const exportOf = async (portions: readonly number[], id = 'export-1'): Promise<string[]> => {
  const users = portions.map((count, portion) =>
    Array.from({ length: count }, (_none, at) => user(`ada-${portion}-${at}`)),
  );
  const all = [[pool], ...users, [end(users.flat().length)]];
  return Promise.all(all.map((lines, index) => sealLines(recipient, lines, { export: id, portion: index + 1 })));
};

async function* inChunks(file: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

const reading = (lines: readonly string[], size = 7919) => {
  const file = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return async (fromByte: number) => inChunks(file.subarray(fromByte), size);
};

const rowsOf = async (
  lines: readonly string[],
  { position = importStart, size = 7919 }: { position?: ImportPosition; size?: number } = {},
): Promise<ImportRow[]> => {
  const rows: ImportRow[] = [];
  for await (const row of reader(reading(lines, size), position)) rows.push(row);
  return rows;
};

const nameOf = (row: ImportRow): string | undefined =>
  'record' in row && row.record.type === 'user' ? row.record.username : undefined;

describe('a file of records', () => {
  it('gives users and groups, and no row for the pool, the end or an empty line', async () => {
    const group = JSON.stringify({ type: 'group', name: 'staff' });

    const rows = await rowsOf([pool, group, '', user('ada')]);

    expect(rows.map((row) => [row.row, 'record' in row && row.record])).toEqual([
      [1, { type: 'group', name: 'staff' }],
      [2, { type: 'user', username: 'ada' }],
    ]);
  });

  it('says why a record cannot be taken, and repeats nothing of it but the username', async () => {
    const lines = [
      '{"type":"user"',
      '{"type":"robot"}',
      '{"type":"user","username":"ada","password":{"hash":"secret","setAt":"yesterday-secret"}}',
      '{"type":"user","username":"ben","secret":1}',
      '{"type":"user","username":7}',
      '[]',
    ];

    const rows = await rowsOf(lines);

    expect(rows.map((row) => ('refused' in row ? [row.row, row.refused, row.username] : []))).toEqual([
      [1, 'The line is no JSON.', undefined],
      [2, 'The record is neither a user nor a group.', undefined],
      [3, 'The member password.setAt is not valid.', 'ada'],
      [4, 'No record has a member secret.', 'ben'],
      [5, 'The member username is not valid.', undefined],
      [6, 'The record is neither a user nor a group.', undefined],
    ]);
  });

  it('may have sealed lines that are of no export', async () => {
    const rows = await rowsOf([user('ada'), await sealLines(recipient, [user('ben'), user('eve')])]);

    expect(rows.map(nameOf)).toEqual(['ada', 'ben', 'eve']);
  });

  it('is not read where it is not UTF-8', async () => {
    const read = async () => inChunks(Buffer.from([0x22, 0xff, 0x22, 0x0a]), 100);

    await expect(async () => {
      for await (const _row of reader(read, importStart));
    }).rejects.toThrow('The file is not UTF-8.');
  });
});

describe('the file of an export', () => {
  it('is read on from any row, however it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(),
        async (portions, size, pick) => {
          const lines = await exportOf(portions);
          const rows = await rowsOf(lines, { size });
          expect(rows.map(({ row }) => row)).toEqual(rows.map((_row, index) => index + 1));
          const at = rows[pick % Math.max(rows.length, 1)];
          if (!at) return;
          expect(await rowsOf(lines, { position: at.next, size })).toEqual(rows.slice(at.row));
        },
      ),
      { numRuns: 30 },
    );
  });

  const spoiled: readonly (readonly [string, (lines: string[]) => readonly string[], RegExp])[] = [
    ['ends early', (lines) => lines.slice(0, -1), /ends before the end of its export/],
    ['lacks a line', (lines) => lines.toSpliced(2, 1), /Portion 3 of the export is not where it has to be/],
    [
      'has lines in another order',
      ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest],
      /Portion 2 of the export/,
    ],
    ['has a line twice', ([a = '', b = '', ...rest]) => [a, b, b, ...rest], /Portion 3 of the export/],
    ['lacks its first line', (lines) => lines.slice(1), /begins with its portion 2/],
    ['goes on after its end', (lines) => [...lines, user('eve')], /goes on after the end/],
    ['has a plain line in it', (lines) => lines.toSpliced(2, 0, user('eve')), /does not belong to its export/],
    ['comes after other lines', (lines) => [user('eve'), ...lines], /belongs to an export, others do not/],
    [
      'was tampered with',
      (lines) => lines.map((line, at) => (at === 2 ? `${line.slice(0, -20)}AAAAAAAAAA${line.slice(-10)}` : line)),
      /does not open with the key of the job/,
    ],
  ];

  it.each(spoiled)('that %s is not taken for whole', async (_what, spoil, message) => {
    const lines = await exportOf([2, 3, 1]);

    await expect(rowsOf(spoil(lines))).rejects.toMatchObject({
      name: 'UnreadableFile',
      message: expect.stringMatching(message),
    });
  });

  it('that ends early is not taken for whole by who reads on from its last row', async () => {
    const cut = (await exportOf([2, 3, 1])).slice(0, 3);
    const rows: ImportRow[] = [];
    await expect(async () => {
      for await (const row of reader(reading(cut), importStart)) rows.push(row);
    }).rejects.toThrow();
    const [last] = rows.slice(-1);

    await expect(rowsOf(cut, last && { position: last.next })).rejects.toThrow(/ends before the end/);
  });

  it('may not be put together of several', async () => {
    const [first, second] = [await exportOf([2, 2]), await exportOf([2, 2], 'export-2')];

    await expect(rowsOf([...first.slice(0, 2), ...second.slice(2)])).rejects.toThrow(/lines of several exports/);
  });

  it('is not read on where it holds nothing but what is no row', async () => {
    const half = 9 * 1024 * 1024;
    const idle = [' '.repeat(half), pool, ' '.repeat(half)];
    await expect(rowsOf([user('ada'), ...idle, user('ben')], { size: 1_000_000 })).rejects.toMatchObject({
      name: 'UnreadableFile',
      message: `There are no records from byte ${user('ada').length + 1} on.`,
    });
    const rows = await rowsOf([idle.at(0) ?? '', user('ada'), idle.at(0) ?? '', user('ben')], { size: 1_000_000 });
    expect(rows.map(nameOf)).toEqual(['ada', 'ben']);
  });

  it('has no line with more records than memory is meant for', async () => {
    const line = await sealLines(
      recipient,
      Array.from({ length: 100_001 }, () => '{}'),
    );
    await expect(rowsOf([line])).rejects.toThrow('The line at byte 0 has more than 100000 records.');
  });

  it('has as many rows as its end says', async () => {
    const lines = [
      await sealLines(recipient, [pool, user('ada')], { export: 'export-1', portion: 1 }),
      await sealLines(recipient, [end(2)], { export: 'export-1', portion: 2 }),
    ];

    await expect(rowsOf(lines)).rejects.toThrow('The export has 2 groups and users, the file 1.');
  });
});
