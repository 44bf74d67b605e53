import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientSecrets } from '../app-clients/client-secrets.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { NobodyRecord, UserRecord, Users } from '../users/users.ts';
import type { Codes, LimitedAction } from './codes.ts';

export interface RecipientRequest {
  readonly app: ClientRecord;
  /** As typed. */
  readonly username: string;
  readonly secretHash: string | undefined;
  readonly action: LimitedAction;
  /** Where a user that is not here may come from. */
  readonly migrate?: () => Promise<UserRecord | undefined>;
}

/** The users that unsigned requests about codes name. */
export interface Recipients {
  /**
   * The user, or nobody where the client must not know that; the client has proved itself and the try is counted before
   * anything else is looked at. Throws NotAuthorizedException, LimitExceededException, UserNotFoundException.
   */
  readonly find: (named: RecipientRequest) => Promise<UserRecord | NobodyRecord>;
}

interface Deps {
  readonly clientSecrets: ClientSecrets;
  readonly codes: Codes;
  readonly users: Users;
}

export const createRecipients = ({ clientSecrets, codes, users }: Deps): Recipients => ({
  find: async ({ app, username, secretHash, action, migrate }) => {
    const found = await users.find(app.pool, username);
    const names = found.user ? [username, found.user.username, found.user.sub] : [username, username, username];
    await clientSecrets.assertHash(app, secretHash, names);
    await codes.countTry(app.pool, found.userKey, action);
    if (found.user) return found;
    const migrated = await migrate?.();
    if (migrated) return migrated;
    if (hidesUserExistence(app.client)) return found;
    throw new CognitoException('UserNotFoundException', 'Username/client id combination not found.');
  },
});
