import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { toHashConfig } from '#shared/domain/imports/foreign/firebase.ts';
import type { Conversion } from '#shared/domain/imports/foreign/foreign-user.ts';
import {
  auth0Users,
  type ForeignRow,
  firebaseUsers,
  keycloakUsers,
  readAuth0Passwords,
  supabaseUsers,
} from '#shared/services/imports/foreign-users.ts';
import { MisshapenFile } from '#shared/services/imports/json-elements.ts';
import { keycloakRealms } from '#shared/services/imports/keycloak-realms.ts';
import { UsageError } from './failures.ts';
import { chooseRealm, type KeycloakFile, usersBeside } from './keycloak-files.ts';

/** What is needed in addition to the file of users. */
export interface ForeignExtras {
  /** Auth0: the export of password hashes, which its support provides. */
  readonly passwords?: string;
  /** Firebase: the project's hash parameters. */
  readonly hashConfig?: string;
  /** Keycloak: the realm whose users are wanted. */
  readonly realm?: string;
}

/** The users in a product's files, one after the other. Throws UsageError for a file that is not the product's. */
export type ReadForeignFiles = (
  files: readonly string[],
  conversion: Conversion,
  extras: ForeignExtras,
) => AsyncIterable<ForeignRow>;

// Opened only when it is read, so that errors find somebody who listens.
async function* openFile(file: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file);
  try {
    // Errors of the file come out of the stream that unpacks it.
    yield* file.endsWith('.gz') ? pipeline(source, createGunzip(), () => undefined) : source;
  } catch (cause) {
    const isPacking = cause instanceof Error && 'code' in cause && /^Z_/.test(String(cause.code));
    throw isPacking ? new Error(`${file} cannot be unpacked: it is no whole gzip file.`, { cause }) : cause;
  }
}

const readHashConfig = (file: string) => {
  try {
    return toHashConfig(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const named = (file: string, error: unknown): unknown =>
  error instanceof MisshapenFile ? new UsageError(`${file}: ${error.message}`, { cause: error }) : error;

// Errors of the form of a file name the file.
async function* reading(file: string, read: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<ForeignRow>) {
  try {
    yield* read(openFile(file));
  } catch (error) {
    throw named(file, error);
  }
}

const summing = async <Sum>(file: string, sum: (bytes: AsyncIterable<Uint8Array>) => Promise<Sum>): Promise<Sum> => {
  try {
    return await sum(openFile(file));
  } catch (error) {
    throw named(file, error);
  }
};

/** Also says which hashes of the export of password hashes join nobody in any of the files. */
export const readAuth0: ReadForeignFiles = async function* (files, conversion, { passwords }) {
  const hashes = passwords === undefined ? undefined : await summing(passwords, readAuth0Passwords);
  for (const file of files) yield* reading(file, (bytes) => auth0Users(bytes, conversion, hashes));
  if (hashes) yield* hashes.unjoined();
};

export const readFirebase: ReadForeignFiles = async function* (files, conversion, { hashConfig }) {
  const config = hashConfig === undefined ? undefined : readHashConfig(hashConfig);
  for (const file of files) yield* reading(file, (bytes) => firebaseUsers(bytes, conversion, config));
};

/** Of a directory export, a realm's file stands for the files of its users beside it. */
export const readKeycloak: ReadForeignFiles = async function* (files, conversion, { realm }) {
  const look = async (file: string): Promise<KeycloakFile> => ({ file, ...(await summing(file, keycloakRealms)) });
  const given: KeycloakFile[] = [];
  for (const file of files) given.push(await look(file));
  for (const file of usersBeside(given)) given.push(await look(file));
  const chosen = chooseRealm(given, realm);
  for (const { file, names } of given) {
    const isWanted = (holder: number): boolean => (names.get(holder) ?? chosen) === chosen;
    yield* reading(file, (bytes) => keycloakUsers(bytes, conversion, isWanted));
  }
};

export const readSupabase: ReadForeignFiles = async function* (files, conversion) {
  for (const file of files) yield* reading(file, (bytes) => supabaseUsers(bytes, conversion));
};
