/** Finds the users that unsigned requests about codes name. */
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { assertSecretHash } from '../app-clients/client-secrets.ts';
import { countTry, type LimitedAction } from '../codes/codes.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Noting } from '../risk/noting.ts';
import type { Side } from '../sessions/origin.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { type NobodyRecord, type UserRecord, users } from '../users/users.ts';

/** Where a request of a client comes from. On pages no client proves itself: they are the service's own. */
export type ClientSide = Exclude<Side, 'admin'>;

/** A request of a client, or of a page, that a code be sent to somebody. */
export interface CodeRequest {
  readonly app: ClientRecord;
  /** As typed. */
  readonly username: string;
  readonly side: ClientSide;
  readonly secretHash?: string | undefined;
  readonly clientMetadata: TextMap | undefined;
  /** In pools with threat protection. */
  readonly noting?: Noting | undefined;
}

export interface RecipientRequest extends Omit<CodeRequest, 'clientMetadata'> {
  readonly action: LimitedAction;
  /** Brings along a user who is not here yet. */
  readonly migrate?: () => Promise<UserRecord | undefined>;
}

/**
 * The user, or nobody where the client must not know whether there is one. Before anything else, the client proves
 * itself and the try is counted; then it may be noted. Throws NotAuthorizedException, LimitExceededException, UserNotFoundException.
 */
export const findRecipient = async ({
  app,
  username,
  side,
  secretHash,
  action,
  migrate,
  noting,
}: RecipientRequest): Promise<UserRecord | NobodyRecord> => {
  const found = await users().find(app.pool, username);
  const names = found.user ? [username, found.user.username, found.user.sub] : [username, username, username];
  if (side !== 'page') await assertSecretHash(app, secretHash, names);
  await countTry(app.pool, found.userKey, action);
  noting?.about(found);
  if (found.user) return found;
  const migrated = await migrate?.();
  if (migrated) {
    noting?.about(migrated);
    return migrated;
  }
  if (hidesUserExistence(app.client)) return found;
  throw new CognitoException('UserNotFoundException', 'Username/client id combination not found.');
};
