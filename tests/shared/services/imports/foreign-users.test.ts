import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namingFor } from '#shared/domain/imports/foreign/naming.ts';
import {
  auth0Users,
  firebaseUsers,
  keycloakUsers,
  readAuth0Passwords,
  supabaseUsers,
} from '#shared/services/imports/foreign-users.ts';

const conversion = { naming: namingFor({}), now: 0 };

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const rowsOf = async <Row>(rows: AsyncIterable<Row>): Promise<Row[]> => {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
};

describe('an export of another product', () => {
  it('has a row for each user, and a group before the first who is in it', async () => {
    const users = [
      { username: 'ada', groups: ['/readers'] },
      { username: 'grace', groups: ['/readers', '/writers'] },
    ];
    const rows = await rowsOf(keycloakUsers(bytes(JSON.stringify({ users })), conversion));
    expect(rows.map((row) => [row.row, 'record' in row && row.record.type])).toEqual([
      [1, 'group'],
      [1, 'user'],
      [2, 'group'],
      [2, 'user'],
    ]);
  });

  it('has users who are refused, and goes on after them', async () => {
    const text = '{"user_id":"1","email":"a@example.com"}\n{"user_id":}\n{"email":"b@example.com"}\n{"user_id":7}\n';
    expect(await rowsOf(auth0Users(bytes(text), conversion))).toMatchObject([
      { row: 1, record: { username: 'a@example.com' } },
      { row: 2, refused: 'The user is no JSON.' },
      { row: 3, record: { username: 'b@example.com' } },
      { row: 4, refused: expect.stringMatching(/^This is no user of Auth0: user_id: .*\.$/) },
    ]);
  });

  it('is read without its byte order mark, after empty lines', async () => {
    const csv = '\ufeff\n\nid,email\n1,a@example.com\n';
    expect(await rowsOf(supabaseUsers(bytes(csv), conversion))).toMatchObject([
      { record: { username: 'a@example.com' } },
    ]);
    const json = '\ufeff\n {"users": [{"localId": "1"}]}';
    expect(await rowsOf(firebaseUsers(bytes(json), conversion))).toMatchObject([{ record: { username: '1' } }]);
  });

  it('has nobody where it is CSV of something else', async () => {
    expect(await rowsOf(firebaseUsers(bytes('name,email\nada,ada@example.com\n'), conversion))).toMatchObject([
      { refused: expect.stringMatching(/^This is no user of Firebase: /) },
      { refused: expect.stringMatching(/^This is no user of Firebase: /) },
    ]);
  });

  it('has no row of CSV with more or fewer values than its header', async () => {
    const csv = 'id,email,x\n1,a@example.com,"u\nv"\n\n2,b@example.com,c,d\n3,"u\nv"\n4,d@example.com,\n';
    expect(await rowsOf(supabaseUsers(bytes(csv), conversion))).toMatchObject([
      { record: { username: 'a@example.com' } },
      { refused: 'Line 5 has 4 values, and the header 3.' },
      { refused: 'Line 6 has 2 values, and the header 3.' },
      { record: { username: 'd@example.com' } },
    ]);
  });

  it('has each row of CSV with the values of its columns, or refuses it with its line, whatever they are', async () => {
    const value = fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', ' ', '""'), maxLength: 6 });
    const row = fc.tuple(fc.array(value, { minLength: 2, maxLength: 4 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const records = rows.map(([more, isWhole], index) => [`id${index}`, ...(isWhole ? more.slice(0, 2) : more)]);
        const lines = records.map((record) => record.map(quoted).join(','));
        const mapped = { ...conversion, attributes: { nickname: 'raw', profile: 'note' } };
        const found = await rowsOf(supabaseUsers(bytes(['id,raw,note', ...lines].join('\n')), mapped));
        let line = 2;
        const wanted = records.map((record, index) => {
          const [username, nickname, profile] = record;
          const at = line;
          line += (lines[index] ?? '').split('\n').length;
          if (record.length !== 3) return { refused: `Line ${at} has ${record.length} values, and the header 3.` };
          return { username, attributes: { ...(nickname && { nickname }), ...(profile && { profile }) } };
        });
        const told = found.map((row) => {
          if (!('record' in row) || row.record.type !== 'user') return { refused: 'refused' in row && row.refused };
          return { username: row.record.username, attributes: row.record.attributes };
        });
        expect(told).toEqual(wanted);
      }),
    );
  });

  it.each([
    [
      'CSV with quotation marks that are not doubled',
      () => supabaseUsers(bytes('id,email\n1,"Bob "B", Jr"\n'), conversion),
    ],
    ['CSV with a quotation mark that is not closed', () => supabaseUsers(bytes('id,email\n"1,a\n'), conversion)],
    ['JSON that is cut off', () => firebaseUsers(bytes('{"users":[{"localId":"1"'), conversion)],
    ['an answer of an API of Auth0', () => auth0Users(bytes('{"start":0,"users":[{"user_id":"1"}]}'), conversion)],
    ['an answer of an API of Supabase', () => supabaseUsers(bytes('{"users":[{"id":"1"}]}'), conversion)],
  ])('is not taken further where it is %s', async (_what, read) => {
    await expect(rowsOf(read())).rejects.toMatchObject({ name: 'MisshapenFile' });
  });

  it('says of each password that nobody has it, once all users are there', async () => {
    const hash = { passwordHash: '$2b$10$abcdefghijklmnopqrstuuPp7HPfoAs8I2dCQCQ/fW7zEJv8I8C8e' };
    const entries = [{ _id: { $oid: '1' }, ...hash }, { tenant: 'dev' }, { user_id: 'auth0|2', ...hash }];
    const passwords = await readAuth0Passwords(bytes(JSON.stringify(entries)));
    const users = '{"user_id":"auth0|1","email":"a@example.com"}{"user_id":"auth0|3","email":"c@example.com"}';
    expect(await rowsOf(auth0Users(bytes(users), conversion, passwords))).toMatchObject([
      { record: { password: { hash: hash.passwordHash } }, notes: [] },
      { notes: ['The password has to be reset: the export of password hashes has none of this user.'] },
    ]);
    expect([...passwords.unjoined()]).toEqual([
      { row: 2, note: 'Entry 2 of the export of password hashes has no user_id or $oid, or no hash.' },
      { row: 3, username: 'auth0|2', note: 'The password joins nobody: no user has this id.' },
    ]);
    await expect(readAuth0Passwords(bytes('{"a":}'))).rejects.toMatchObject({ name: 'MisshapenFile' });
  });

  it('fails as reading it does', async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('id,email\n1,a@example.com\n');
      throw new Error('The disk is gone.');
    }
    await expect(rowsOf(supabaseUsers(breaking(), conversion))).rejects.toThrow('The disk is gone.');
  });
});
