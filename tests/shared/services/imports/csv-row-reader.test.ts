import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importStart } from '#shared/domain/imports/import-position.ts';
import type { UserImportJob } from '#shared/domain/imports/user-import-job.ts';
import { standardAttributes } from '#shared/domain/user-pools/standard-attributes.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { csvRowReaderFor } from '#shared/services/imports/csv-row-reader.ts';
import type { ImportRow } from '#shared/services/imports/row-reader.ts';

const pool: UserPool = {
  id: 'us-east-1_AAAAAAAAA',
  name: 'test',
  settings: { AutoVerifiedAttributes: ['email'] },
  schema: standardAttributes,
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: Buffer.alloc(0) },
};

const job: UserImportJob = {
  poolId: pool.id,
  id: 'import-1',
  name: 'test',
  format: 'csv',
  status: 'InProgress',
  createdAt: 0,
  touchedAt: 0,
  position: importStart,
  imported: 0,
  skipped: 0,
  failed: 0,
  version: 1,
};

const read = async (file: string | Buffer, position = importStart, chunkBytes = 1000): Promise<ImportRow[]> => {
  const bytes = Buffer.from(file);
  const rows = await csvRowReaderFor(pool, job);
  const from = async (byte: number) =>
    (async function* chunks() {
      for (let at = byte; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    })();
  const found: ImportRow[] = [];
  for await (const row of rows(from, position)) found.push(row);
  return found;
};

const columns = ['name', 'cognito:username', 'nickname', 'email', 'email_verified'];

const escaped = (value: string): string => value.replaceAll(',', '\\,');
const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const canBeEscaped = (value: string): boolean => !/["\r\n\\]/.test(value) && value.trim() === value;

const value = fc.string({
  unit: fc.constantFrom('a', 'é', '漢', '🔑', ',', '"', '\n', '\r\n', ' ', '\\', ';'),
  maxLength: 12,
});
const field = fc
  .tuple(value, fc.boolean())
  .map(([text, wantsQuotes]) => ({ text, written: wantsQuotes || !canBeEscaped(text) ? quoted(text) : escaped(text) }));
const row = fc.record({ name: field, nickname: field, lines: fc.constantFrom('\n', '\r\n', '\n\n') });

describe('the reader of CSV files', () => {
  it('reads what was written, however it comes, and goes on from any row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), async (rows, chunkBytes) => {
        const lines = rows.map(
          ({ name, nickname, lines }, index) =>
            `${name.written},user${index},${nickname.written},u${index}@example.com,true${lines}`,
        );
        const file = `${columns.join(',')}\r\n${lines.join('')}`;

        const found = await read(file, importStart, chunkBytes);

        expect(found.map((each) => ('record' in each ? each.record : each.refused))).toEqual(
          rows.map(({ name, nickname }, index) => ({
            type: 'user',
            username: `user${index}`,
            status: 'RESET_REQUIRED',
            attributes: {
              ...(name.text && { name: name.text }),
              ...(nickname.text && { nickname: nickname.text }),
              email: `u${index}@example.com`,
              email_verified: 'true',
            },
          })),
        );
        for (const [index, { next }] of found.entries()) {
          expect(await read(file, next, chunkBytes)).toEqual(found.slice(index + 1));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not mind a byte order mark, and minds bytes that are no UTF-8', async () => {
    const file = Buffer.concat([
      Buffer.from('\ufeffcognito:username,email,email_verified\nada,ada@example.com,true\ngr'),
      Buffer.from([0xff]),
      Buffer.from('ce,g@example.com,true\n'),
    ]);
    expect(await read(file)).toMatchObject([{ record: { username: 'ada' } }, { refused: 'The row is not UTF-8.' }]);
    const quotedHeader = '\ufeff"cognito:username","email","email_verified"\nada,ada@example.com,true\n';
    expect(await read(quotedHeader)).toMatchObject([{ record: { username: 'ada' } }]);
  });

  it.each(['\ufeff', ''])('is not read where it is UTF-16 that begins with %j', async (mark) => {
    const little = Buffer.from(`${mark}cognito:username,email,email_verified\nada,ada@example.com,true\n`, 'utf16le');
    for (const file of [little, Buffer.from(little).swap16()]) {
      await expect(read(file)).rejects.toMatchObject({ name: 'UnreadableFile', message: 'The file is not UTF-8.' });
    }
  });

  it.each([
    ['commas', ','],
    ['commas with a backslash', 'a\\,'],
    ['letters', 'a'],
  ])('has no row of more than 16,000 %s', async (_what, text) => {
    const file = `${columns.join(',')}\n${text.repeat(16_001)}\n`;
    await expect(read(file)).rejects.toMatchObject({
      name: 'UnreadableFile',
      message: 'A row is longer than 16000 characters.',
    });
  });

  it('repeats no more of a header that is none than tells what it is', async () => {
    const message = await read('x'.repeat(10_000)).catch((error: Error) => error.message);
    expect(message).toMatch(/^The header names x{100}, which is no column\.$/);
  });

  it('gives a password hash on, and makes its user confirmed', async () => {
    const file = 'cognito:username,email,email_verified,gatehouse:password_hash\nada,a@example.com,true,$2b$10$hash\n';
    expect(await read(file)).toMatchObject([{ record: { status: 'CONFIRMED', password: { hash: '$2b$10$hash' } } }]);
  });

  it('reads nothing that is not a user: a file of random bytes ends, with rows or with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        const file = Buffer.concat([Buffer.from(`${columns.join(',')}\n`), noise]);
        const outcome = await read(file).catch((error: Error) => error.name);
        expect(Array.isArray(outcome) ? 'rows' : outcome).toMatch(/^(?:rows|UnreadableFile)$/);
      }),
    );
  });
});
