import type { IdentifiedRecord } from '#shared/domain/imports/new-user.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

/** Puts users from elsewhere into a pool. */
export interface UserLoader {
  /**
   * Makes the user with everything that the record holds. `skipped` where somebody else has the username already. Doing
   * it again for a record with the same `sub` is `imported`, too, and changes nothing. Throws a CognitoException that
   * says why the pool does not take the record. But TooManyRequestsException says nothing about the record: try again.
   */
  readonly load: (pool: UserPool, record: IdentifiedRecord) => Promise<'imported' | 'skipped'>;
  /**
   * Makes users with different usernames in one request, or none of them. False where that is not possible, for
   * whatever reason: `load` tells it for each of them. Throws TooManyRequestsException where the store is busy.
   */
  readonly loadTogether: (pool: UserPool, records: readonly IdentifiedRecord[]) => Promise<boolean>;
}
