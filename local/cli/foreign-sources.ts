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
  supabaseUsers,
} from '#shared/services/imports/foreign-users.ts';
import { MisshapenFile } from '#shared/services/imports/json-elements.ts';
import { UsageError } from './failures.ts';

/** What is needed in addition to the file of users. */
export interface ForeignExtras {
  /** Auth0: the export of password hashes, which its support provides. */
  readonly passwords?: string;
  /** Firebase: the project's hash parameters. */
  readonly hashConfig?: string;
}

/** The users in a product's file, one after the other. Throws UsageError for a file that is not the product's. */
export type ReadForeignFile = (
  file: string,
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

const reading = (read: ReadForeignFile): ReadForeignFile =>
  async function* checked(file, conversion, extras) {
    try {
      yield* read(file, conversion, extras);
    } catch (error) {
      throw error instanceof MisshapenFile ? new UsageError(`${file}: ${error.message}`, { cause: error }) : error;
    }
  };

export const readAuth0 = reading((file, conversion, { passwords }) =>
  auth0Users(openFile(file), conversion, passwords === undefined ? undefined : openFile(passwords)),
);

export const readFirebase = reading((file, conversion, { hashConfig }) =>
  firebaseUsers(openFile(file), conversion, hashConfig === undefined ? undefined : readHashConfig(hashConfig)),
);

export const readKeycloak = reading((file, conversion) => keycloakUsers(openFile(file), conversion));

export const readSupabase = reading((file, conversion) => supabaseUsers(openFile(file), conversion));
