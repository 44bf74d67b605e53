import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonElements, MisshapenFile } from '#shared/services/imports/json-elements.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = async (text: string, within?: string, size = 5): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const element of jsonElements(inPieces(text, size), within)) found.push(JSON.parse(element));
  return found;
};

const users = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 });
const size = fc.integer({ min: 1, max: 40 });

describe('the objects of a file', () => {
  it('are found in an array, however it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(users, size, fc.nat(3), async (values, pieces, indent) => {
        expect(await read(JSON.stringify(values, null, indent), undefined, pieces)).toEqual(
          JSON.parse(JSON.stringify(values)),
        );
      }),
    );
  });

  it('are found one after another', async () => {
    await fc.assert(
      fc.asyncProperty(users, size, fc.constantFrom('\n', '\r\n', ' ', ''), async (values, pieces, between) => {
        const text = values.map((value) => JSON.stringify(value)).join(between);
        expect(await read(text, undefined, pieces)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });

  it('are found in the array of a name, and in no other of that name deeper down', async () => {
    const others = fc.dictionary(
      fc.string().filter((name) => name !== 'users'),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(users, others, others, size, async (values, before, after, pieces) => {
        const file = { ...before, decoy: { users: [{ not: 'this' }] }, text: '"users":[{', users: values, z: after };
        expect(await read(JSON.stringify(file), 'users', pieces)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });

  it('are found after a byte order mark', async () => {
    expect(await read('\ufeff[{"a":1}]')).toEqual([{ a: 1 }]);
  });

  it.each([
    ['ends within a user', '[{"a":1},{"b":'],
    ['ends within a text', '{"a":"b'],
    ['closes too much', '{"a":1}]'],
    ['has no users', 'nothing'],
    ['is empty', ''],
  ])('are not taken from a file that %s', async (_what, text) => {
    await expect(read(text)).rejects.toThrow(/^The file/);
  });

  it('are not taken from a file in another encoding', async () => {
    const latin1 = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('[{"name":"Zoë"}]', 'latin1');
    };
    await expect(jsonElements(latin1()).next()).rejects.toThrow(new MisshapenFile('The file is not UTF-8.'));
  });

  it('are not taken from a file without the array', async () => {
    await expect(read('{"clients":[{"users":[{}]}]}', 'users')).rejects.toThrow('The file has no "users".');
  });

  it('are not longer than memory has room for', async () => {
    const piece = Buffer.from(`"${'a'.repeat(60_000)}",`);
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('[{"a":[');
      for (;;) yield piece;
    };
    const reading = async () => {
      for await (const _ of jsonElements(endless()));
    };
    await expect(reading()).rejects.toThrow('One of the users is longer than four megabytes.');
  });
});
