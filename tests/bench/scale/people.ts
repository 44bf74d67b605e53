import { createHash } from 'node:crypto';

/** A user of a generated pool. The same number always gives the same person. */
export interface Person {
  readonly username: string;
  readonly email: string;
  readonly phoneNumber: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly nickname: string;
}

// Few, so that a page of the smallest pool is full, too.
const givenNames = ['Ada', 'Barbara', 'Edith', 'Grace', 'Hedy', 'Katherine', 'Margaret', 'Radia'];
const familyNames = ['Clarke', 'Goldberg', 'Hamilton', 'Hopper', 'Johnson', 'Lamarr', 'Liskov', 'Lovelace', 'Perlman'];

const pick = (values: readonly string[], at: number): string => values[at % values.length] ?? '';

/** The person with that number. Neighbours are far from each other in every index. */
export const personAt = (number: number): Person => {
  const scattered = createHash('sha256').update(String(number)).digest();
  const username = `user-${scattered.toString('hex', 0, 4)}-${number}`;
  return {
    username,
    email: `${username}@example.com`,
    phoneNumber: `+1${2_000_000_000 + number}`,
    givenName: pick(givenNames, scattered.readUInt16BE(4)),
    familyName: pick(familyNames, scattered.readUInt16BE(6)),
    nickname: pick(familyNames, scattered.readUInt16BE(8)),
  };
};

/** A part of a pool's people, as a file to import. */
export interface PeopleFile {
  readonly from: number;
  readonly to: number;
  /** The password hash of a person who is going to sign in. */
  readonly hashOf: (number: number) => string | undefined;
}

const columns = [
  'cognito:username',
  'email',
  'email_verified',
  'phone_number',
  'given_name',
  'family_name',
  'name',
  'nickname',
  'gatehouse:password_hash',
];

const toRow = (number: number, hash: string | undefined): string => {
  const { username, email, phoneNumber, givenName, familyName, nickname } = personAt(number);
  const name = `${givenName} ${familyName}`;
  const values = [username, email, 'true', phoneNumber, givenName, familyName, name, nickname, hash ? `"${hash}"` : ''];
  return `${values.join(',')}\n`;
};

/** The file in chunks of some thousand rows. */
export function* csvOf({ from, to, hashOf }: PeopleFile): Generator<Buffer> {
  yield Buffer.from(`${columns.join(',')}\n`);
  for (let start = from; start < to; start += 2000) {
    const end = Math.min(start + 2000, to);
    const rows = Array.from({ length: end - start }, (_none, index) => toRow(start + index, hashOf(start + index)));
    yield Buffer.from(rows.join(''));
  }
}

/** How many bytes the file has. */
export const bytesOf = (file: PeopleFile): number => {
  let bytes = 0;
  for (const chunk of csvOf(file)) bytes += chunk.length;
  return bytes;
};
