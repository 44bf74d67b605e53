import { environment } from '#shared/config/environment.ts';
import { findRelyingParty, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import type { Proofs } from '#shared/domain/sign-in/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { UserRecord } from './users.ts';

// Most users have none, and whose they would be need not be found out.
const hasUsable = (pool: UserPool, passkeys: UserRecord['passkeys']): boolean =>
  passkeys.length > 0 && usablePasskeys(passkeys, findRelyingParty(pool, environment().issuerOrigin)).length > 0;

/** What a user can sign in with. A password that is still to come from a former pool is one. */
export const proofsOf = (pool: UserPool, { user, password, softwareToken, passkeys }: UserRecord): Proofs => ({
  user,
  hasPassword: password !== undefined || user.awaitsMigration === true,
  hasSoftwareToken: softwareToken !== undefined,
  hasPasskey: hasUsable(pool, passkeys),
});
