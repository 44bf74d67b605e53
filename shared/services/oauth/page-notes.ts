/** What a browser keeps in a cookie from one page to the next, sealed, so that it is worth nothing at another client. */
import { now } from '#shared/config/clock.ts';
import { signOutsSoFar } from '#shared/domain/user-pools/settings.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';

/** A user whose password was chosen or given in this browser, before the sign-up was confirmed. */
export interface SignedUp {
  readonly userKey: string;
  readonly sub: string;
  readonly signOuts?: number;
  /** Until when the password need not be given again. Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface PageNote {
  /** As typed. */
  readonly username: string;
  /** Where a code was sent, masked. */
  readonly destination?: string;
  readonly signedUp?: SignedUp;
  /** What went well on the page before. */
  readonly notice?: 'passwordChanged' | 'confirmed';
}

interface SealedNote extends PageNote {
  readonly clientId: string;
  readonly expiresAt: number;
}

// As long as a code of a forgotten password counts.
const noteLifetimeMs = 3_600_000;
const signedUpLifetimeMs = 180_000;

/** How long browsers keep a note, in seconds. */
export const noteLifetime = noteLifetimeMs / 1000;

const isNote = (value: unknown): value is SealedNote =>
  typeof value === 'object' && value !== null && 'clientId' in value && 'username' in value && 'expiresAt' in value;

/** The name of the cookie of a pool's notes. */
export const noteCookie = ({ id }: Pick<UserPool, 'id'>): string => `gatehouse-note-${poolName(id)}`;

/** For three minutes, the user whose password was just chosen or given. */
export const justSignedUp = (pool: UserPool, userKey: string, user: User): SignedUp => ({
  userKey,
  sub: user.sub,
  ...signOutsSoFar(pool, user),
  expiresAt: now() + signedUpLifetimeMs,
});

/** True while the user may be signed in without the password, once the sign-up is confirmed. */
export const mayBeSignedIn = ({ expiresAt }: SignedUp): boolean => expiresAt > now();

/** The value of the cookie that keeps a note for an hour. */
export const sealNote = async ({ pool, client }: ClientRecord, note: PageNote): Promise<string> => {
  const sealed: SealedNote = { ...note, clientId: client.id, expiresAt: now() + noteLifetimeMs };
  return (await sealing().general(pool)).seal('page note', JSON.stringify(sealed)).toString('base64url');
};

/** The note in a cookie; undefined for one that is over, of another client, or none. */
export const openNote = async (
  { pool, client }: ClientRecord,
  cookie: string | undefined,
): Promise<PageNote | undefined> => {
  if (cookie === undefined) return undefined;
  const plain = (await sealing().general(pool)).open('page note', Buffer.from(cookie, 'base64url'));
  const note: unknown = plain && JSON.parse(plain.toString());
  if (!isNote(note) || note.clientId !== client.id || note.expiresAt <= now()) return undefined;
  const { username, destination, signedUp, notice } = note;
  return {
    username,
    ...(destination !== undefined && { destination }),
    ...(notice !== undefined && { notice }),
    ...(signedUp && { signedUp }),
  };
};
