import { CsvError, parse } from 'csv-parse';
import { type Auth0Hash, fromAuth0, readAuth0Hash } from '#shared/domain/imports/foreign/auth0.ts';
import { fromFirebase } from '#shared/domain/imports/foreign/firebase.ts';
import type { Conversion, ForeignUser } from '#shared/domain/imports/foreign/foreign-user.ts';
import { fromKeycloak } from '#shared/domain/imports/foreign/keycloak.ts';
import { fromSupabase } from '#shared/domain/imports/foreign/supabase.ts';
import { findJson } from '#shared/domain/imports/json.ts';
import type { GroupRecordLine, UserRecordLine } from '#shared/domain/imports/user-record.ts';
import type { FirebaseHashConfig } from '#shared/domain/passwords/firebase-scrypt-hash.ts';
import { parsedBy } from './csv-stream.ts';
import { firebaseCsvRows } from './firebase-csv-rows.ts';
import { jsonElements, MisshapenFile } from './json-elements.ts';
import { keycloakParts } from './keycloak-realms.ts';

type Bytes = AsyncIterable<Uint8Array>;

/**
 * A user in the file, counted from 1, and what came of it. A group comes before its first user. A note by itself is about
 * something that became nobody, and nobody lacks.
 */
export type ForeignRow = { readonly row: number } & (
  | { readonly record: UserRecordLine | GroupRecordLine; readonly notes: readonly string[] }
  | { readonly refused: string; readonly username?: string }
  | { readonly note: string; readonly username?: string }
);

type Convert = (value: unknown) => ForeignUser;

// The beginning of the file, and still the whole of it.
const begun = async (bytes: Bytes): Promise<{ readonly isJson: boolean; readonly whole: Bytes }> => {
  const iterator = bytes[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let first = '';
  while (first === '') {
    const { done, value } = await iterator.next();
    if (done) break;
    head.push(value);
    first = Buffer.from(value)
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
      .slice(0, 1);
  }
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield* head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return { isJson: first === '{' || first === '[', whole: whole() };
};

// In characters. No row of the largest export is nearly as long, and an unclosed quotation mark does not fill the
// memory.
const longestRow = 16 * 1024 * 1024;

interface CsvLine {
  readonly record: readonly string[];
  /** The lines up to the end of the record. */
  readonly info: { readonly lines: number };
}

const breaksIn = (values: readonly string[]): number => values.join('').split('\n').length - 1;

async function* fromCsv(bytes: Bytes, convert: Convert): AsyncGenerator<ForeignUser> {
  const parser = parse({
    bom: true,
    info: true,
    relaxColumnCount: true,
    skipEmptyLines: true,
    maxRecordSize: longestRow,
  });
  let header: readonly string[] | undefined;
  try {
    for await (const { record, info } of parsedBy<CsvLine>(parser, bytes)) {
      if (!header) {
        header = record;
      } else if (record.length === header.length) {
        yield convert(Object.fromEntries(header.map((name, place) => [name, record[place]])));
      } else {
        const line = info.lines - breaksIn(record);
        yield { refused: `Line ${line} has ${record.length} values, and the header ${header.length}.` };
      }
    }
  } catch (error) {
    throw error instanceof CsvError ? new MisshapenFile(`The file is no CSV: ${error.message}.`) : error;
  }
}

async function* numbered(users: AsyncIterable<ForeignUser>): AsyncGenerator<ForeignRow> {
  const groups = new Set<string>();
  let row = 0;
  for await (const user of users) {
    row++;
    for (const name of 'record' in user ? (user.record.groups ?? []) : []) {
      if (!groups.has(name)) yield { row, record: { type: 'group', name }, notes: [] };
      groups.add(name);
    }
    yield { row, ...user };
  }
}

// What the API of a product answers looks like one user, but holds a page of them.
const isPageOfUsers = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'users' in value && Array.isArray(value.users);

async function* converted(texts: AsyncIterable<string>, convert: Convert): AsyncGenerator<ForeignUser> {
  for await (const text of texts) {
    const value = findJson(text);
    yield value === undefined ? { refused: 'The user is no JSON.' } : convert(value);
  }
}

const fromJson = (bytes: Bytes, within: string | undefined, convert: Convert): AsyncIterable<ForeignUser> =>
  converted(jsonElements(bytes, within), convert);

async function* fromFirebaseCsv(bytes: Bytes, convert: Convert): AsyncGenerator<ForeignUser> {
  for await (const row of firebaseCsvRows(bytes)) yield 'user' in row ? convert(row.user) : row;
}

/** Auth0's export of password hashes, and which of them belong to nobody so far. */
export interface Auth0Passwords {
  readonly find: (id: string) => Auth0Hash | undefined;
  /** Says of each hash that nobody was found for that it is of no use. */
  readonly unjoined: () => Iterable<ForeignRow>;
}

/** Reads an export of password hashes into memory, at some hundred bytes for each hash. Throws MisshapenFile. */
export const readAuth0Passwords = async (bytes: Bytes): Promise<Auth0Passwords> => {
  const hashes = new Map<string, { readonly row: number; readonly hash: Auth0Hash }>();
  const unread: number[] = [];
  const joined = new Set<string>();
  let row = 0;
  for await (const text of jsonElements(bytes)) {
    row++;
    const value = findJson(text);
    if (value === undefined) throw new MisshapenFile('The export of password hashes is no JSON.');
    const found = readAuth0Hash(value);
    if (found) hashes.set(found.id, { row, hash: found.hash });
    else unread.push(row);
  }
  return {
    find: (id) => {
      const found = hashes.get(id);
      if (found) joined.add(id);
      return found?.hash;
    },
    *unjoined() {
      for (const at of unread) {
        yield { row: at, note: `Entry ${at} of the export of password hashes has no user_id or $oid, or no hash.` };
      }
      for (const [id, { row: at }] of hashes) {
        if (!joined.has(id)) yield { row: at, username: id, note: 'The password joins nobody: no user has this id.' };
      }
    },
  };
};

/**
 * The users of an Auth0 user export or bulk import file, with the hashes of an export of password hashes. Throws
 * MisshapenFile, as the functions below do.
 */
export const auth0Users = (
  users: Bytes,
  conversion: Conversion,
  passwords?: Auth0Passwords,
): AsyncIterable<ForeignRow> =>
  numbered(
    fromJson(users, undefined, (value) => {
      if (isPageOfUsers(value)) {
        throw new MisshapenFile('It is an answer of the Management API. Take the array of its "users" alone.');
      }
      return fromAuth0(value, conversion, passwords?.find);
    }),
  );

/** The users of a Firebase `auth:export`, in JSON or CSV. */
export async function* firebaseUsers(
  users: Bytes,
  conversion: Conversion,
  config?: FirebaseHashConfig,
): AsyncGenerator<ForeignRow> {
  const { isJson, whole } = await begun(users);
  const convert: Convert = (value) => fromFirebase(value, conversion, config);
  yield* numbered(isJson ? fromJson(whole, 'users', convert) : fromFirebaseCsv(whole, convert));
}

/**
 * The users and groups of a Keycloak realm or users export, or of its Admin API. `isWanted` chooses among the file's own
 * objects, which `keycloakRealms` tells apart.
 */
export async function* keycloakUsers(
  users: Bytes,
  conversion: Conversion,
  isWanted: (holder: number) => boolean = () => true,
): AsyncGenerator<ForeignRow> {
  const texts = async function* () {
    for await (const part of keycloakParts(users)) if ('text' in part && isWanted(part.holder)) yield part.text;
  };
  yield* numbered(converted(texts(), (value) => fromKeycloak(value, conversion)));
}

/** The rows of Supabase's auth.users, as JSON or as CSV with a header. */
export async function* supabaseUsers(users: Bytes, conversion: Conversion): AsyncGenerator<ForeignRow> {
  const { isJson, whole } = await begun(users);
  const convert: Convert = (value) => {
    if (isPageOfUsers(value)) {
      throw new MisshapenFile(
        "It is an answer of Supabase's Admin API, which has no password hashes. Take the rows of auth.users.",
      );
    }
    return fromSupabase(value, conversion);
  };
  yield* numbered(isJson ? fromJson(whole, undefined, convert) : fromCsv(whole, convert));
}
