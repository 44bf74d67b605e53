import { environment } from '#shared/config/environment.ts';
import { findRelyingParty, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import type { Proofs } from '#shared/domain/sign-in/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { UserRecord } from './users.ts';

/** What a user can sign in with. */
export const proofsOf = (pool: UserPool, { user, password, softwareToken, passkeys }: UserRecord): Proofs => ({
  user,
  hasPassword: password !== undefined,
  hasSoftwareToken: softwareToken !== undefined,
  hasPasskey: usablePasskeys(passkeys, findRelyingParty(pool, environment().issuerOrigin)).length > 0,
});
