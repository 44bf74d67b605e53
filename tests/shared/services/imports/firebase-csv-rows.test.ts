import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FirebaseCsvRow, firebaseCsvRows } from '#shared/services/imports/firebase-csv-rows.ts';

const rowsOf = async (text: string): Promise<FirebaseCsvRow[]> => {
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  const rows: FirebaseCsvRow[] = [];
  for await (const row of firebaseCsvRows(bytes())) rows.push(row);
  return rows;
};

interface Written {
  readonly localId: string;
  readonly displayName: string;
  readonly photoUrl: string;
  readonly atProvider: string;
  readonly disabled: boolean;
  readonly claims: string | undefined;
}

/** How a range of firebase-tools' versions writes: how many values, and a name, and claims. */
interface Writer {
  readonly width: number;
  readonly name: (text: string) => string;
  readonly claims: (json: string) => string;
}

const onlyForCommas = (text: string): string => (text.includes(',') ? `"${text}"` : text);
const doubled = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const doubledClaims = (json: string): string => `"${json.replace(/(?<!\\)"/g, '""')}"`;

const writers = {
  '7': { width: 27, name: onlyForCommas, claims: () => '' },
  '8': { width: 28, name: onlyForCommas, claims: (json) => json },
  '11.30': { width: 28, name: onlyForCommas, claims: doubledClaims },
  '15.19': { width: 52, name: doubled, claims: doubledClaims },
} as const satisfies Record<string, Writer>;

const lineOf = (user: Written, { width, name, claims }: Writer): string => {
  const values: string[] = Array(width).fill('');
  values[0] = user.localId;
  values[1] = `${user.localId}@example.com`;
  values[2] = 'true';
  values[5] = name(user.displayName);
  values[6] = user.photoUrl;
  values[9] = name(user.atProvider);
  values[23] = '1600000000000';
  values[25] = '+15551234567';
  values[26] = String(user.disabled);
  if (width > 27 && user.claims !== undefined) values[27] = claims(user.claims);
  return `${values.join(',')},`;
};

const fileOf = (users: readonly Written[], writer: Writer): string =>
  users.map((user) => `${lineOf(user, writer)}\n`).join('');

const piece = fc.constantFrom('"', ',', 'a', ' ', '""', '","', 'true', '{');
const textOf = (...more: readonly string[]) =>
  fc.string({ unit: fc.oneof(piece, fc.constantFrom('b', ...more)), maxLength: 12 });
const claims = fc.option(
  fc.dictionary(fc.constantFrom('role', 'tier'), textOf('\\', '\n')).map((value) => JSON.stringify(value)),
  { nil: undefined },
);

const usersOf = (name: fc.Arbitrary<string>, photoUrl: fc.Arbitrary<string>) =>
  fc
    .array(fc.record({ displayName: name, photoUrl, atProvider: name, disabled: fc.boolean(), claims }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((users) => users.map((user, index): Written => ({ localId: `uid${index}`, ...user })));

const asRead = ({ localId, displayName, photoUrl, disabled, claims: customAttributes }: Written) => ({
  localId,
  email: `${localId}@example.com`,
  emailVerified: true,
  passwordHash: undefined,
  salt: undefined,
  displayName: displayName || undefined,
  photoUrl: photoUrl || undefined,
  createdAt: '1600000000000',
  phoneNumber: '+15551234567',
  disabled,
  customAttributes,
});

describe('a CSV file by firebase-tools', () => {
  it('has each user as written, where names are quoted as CSV asks, whatever they are', async () => {
    const name = textOf('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(usersOf(name, fc.constantFrom('', 'https://example.com/a.png')), async (users) => {
        const rows = await rowsOf(fileOf(users, writers['15.19']));
        const wanted = users.map((user) => ({
          ...asRead(user),
          displayName: user.displayName.replaceAll('\r\n', '\n') || undefined,
        }));
        expect(rows).toEqual(wanted.map((user) => ({ user })));
      }),
      { numRuns: 300 },
    );
  });

  it.each(Object.entries(writers))(
    'has nobody with the values of another place, by version %s, however names, photos and claims look',
    async (_version, writer) => {
      await fc.assert(
        fc.asyncProperty(usersOf(textOf(), textOf()), async (users) => {
          const rows = await rowsOf(fileOf(users, writer));
          expect(rows).toHaveLength(users.length);
          rows.forEach((row, index) => {
            const written = users[index];
            if (!written) throw new Error('There are more rows than users.');
            if ('refused' in row) expect(row.refused).toContain(`: line ${index + 1} has `);
            else {
              const { localId, email, phoneNumber, disabled, createdAt } = asRead(written);
              expect(row.user).toMatchObject({ localId, email, phoneNumber, disabled, createdAt });
            }
          });
        }),
        { numRuns: 500 },
      );
    },
  );

  const user: Written = {
    localId: 'uid',
    displayName: '',
    photoUrl: '',
    atProvider: '',
    disabled: true,
    claims: undefined,
  };

  it.each([
    ['7', 'Bob "B", Jr'],
    ['11.30', 'Bob "B", Jr'],
    ['11.30', 'Jr", "B'],
    ['8', '"Bob'],
  ] as const)(
    'is refused at the line of a name that its version %s does not quote: %s',
    async (version, displayName) => {
      const users = [user, { ...user, displayName, photoUrl: ',' }, { ...user, localId: 'after' }];
      expect(await rowsOf(fileOf(users, writers[version]))).toMatchObject([
        { user: { disabled: true } },
        { refused: expect.stringMatching(/^This is no user of Firebase: line 2 has .*\.$/), username: 'uid' },
        { user: { localId: 'after', disabled: true } },
      ]);
    },
  );

  it('has names with quotation marks where no value has a comma, and claims with escaped ones', async () => {
    const users = [
      { ...user, displayName: 'Bob "B" Smith', claims: '{"role":"a"}' },
      { ...user, displayName: 'Bob, Jr', claims: '{"note":"says \\"hi\\", twice"}' },
    ];
    expect(await rowsOf(fileOf(users, writers['11.30']))).toEqual(users.map((each) => ({ user: asRead(each) })));
  });

  it('does not mix rows of another number of values, or values of another kind', async () => {
    const [short, long] = [lineOf(user, writers['7']), lineOf(user, writers['15.19'])];
    const shifted = long.replace('+15551234567,true', 'true,+15551234567');
    expect(await rowsOf([long, short, '', shifted, 'name,email', long].join('\r\n'))).toMatchObject([
      { user: { localId: 'uid' } },
      { refused: 'This is no user of Firebase: line 2 has 28 values, and those before it 53.' },
      { refused: 'This is no user of Firebase: line 4 has something else in value 26 than firebase-tools writes.' },
      { refused: 'This is no user of Firebase: line 5 has 2 values, and firebase-tools writes 26, 27, 28, 52.' },
      { user: { localId: 'uid' } },
    ]);
  });

  it('reads the lines behind a quotation mark that nothing closes', async () => {
    const broken = lineOf(user, writers['15.19']).replace('true,,,', 'true,,,"Bob, Jr');
    expect(await rowsOf([broken, lineOf(user, writers['15.19'])].join('\n'))).toMatchObject([
      { refused: expect.stringContaining('line 1 has quotation marks') },
      { user: { localId: 'uid', disabled: true } },
    ]);
  });
});
