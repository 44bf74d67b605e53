import { randomUUID } from 'node:crypto';
import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import type { ClientSecrets } from '../../app-clients/client-secrets.ts';
import type { Passwords } from '../../passwords/passwords.ts';
import type { Triggers } from '../../triggers/triggers.ts';
import type { Users } from '../../users/users.ts';
import { type Attempts, unknownUser, wrongPassword } from '../attempts.ts';
import type { Migration } from '../migration.ts';
import type { StartFlow } from '../sign-in.ts';
import type { GoOn } from '../steps.ts';

interface Deps {
  readonly attempts: Attempts;
  readonly clientSecrets: ClientSecrets;
  readonly goOn: GoOn;
  readonly migration: Migration;
  readonly passwords: Passwords;
  readonly triggers: Triggers;
  readonly users: Users;
}

/** USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH: the password in clear, compared with its hash. */
export const userPasswordFlow =
  (answered: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH') =>
  ({ attempts, clientSecrets, goOn, migration, passwords, triggers, users }: Deps): StartFlow =>
  async ({ at, parameters, clientMetadata: validationData }) => {
    const { pool, client } = at;
    const username = requiredParameter(parameters, 'USERNAME');
    const password = requiredParameter(parameters, 'PASSWORD');

    const found = await users.find(pool, username);
    const names = found.user ? [username, found.user.username, found.user.sub] : [username];
    await clientSecrets.assertHash(at, parameters.SECRET_HASH, names);

    // Before any trigger, so that a name that is locked out gets one answer, whether anybody has it or not.
    attempts.assertNotLockedOut(found);
    const occasion = { pool, clientId: client.id, clientMetadata: undefined };
    if (!found.user) {
      const migrated = await migration.signIn({ at, username, password, validationData });
      if (migrated) {
        const signInId = randomUUID();
        return goOn({ at, answered, record: migrated, signInId, clientMetadata: undefined, writes: [] });
      }
    }
    if (found.user || hidesUserExistence(client)) {
      await triggers.preAuthentication({ ...occasion, username, user: found.user, validationData });
    }
    const right = await passwords.matches(password, found.user && found.password);
    if (!right) throw await attempts.failed(at, found);
    if (!found.user || !found.password) throw unknownUser(at);

    await attempts.succeeded(at, found);
    return goOn({
      at,
      answered,
      record: found,
      signInId: randomUUID(),
      clientMetadata: undefined,
      writes: await passwords.rehash(pool, found.userKey, password, found.password, wrongPassword),
    });
  };
