import type { TokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { endsSessions } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

interface Wanted {
  readonly userKey: string;
  readonly familyId: string;
  readonly deviceKey?: string | undefined;
}

/**
 * The user, the token family and the device of a token, in one request. Where a change of the password ends sessions, a
 * family that seems ended is read once more: it may be the one that continues, as its two items are not read at the
 * same moment.
 */
export const findFamily = async (
  families: TokenFamilyRepository,
  pool: UserPool,
  { userKey, familyId, deviceKey }: Wanted,
): ReturnType<TokenFamilyRepository['findWithUser']> => {
  const found = await families.findWithUser(pool, userKey, familyId, deviceKey);
  const { user, family } = found;
  const seemsEnded = user && family && !family.revoked && family.signOuts !== user.signOuts;
  return seemsEnded && endsSessions(pool) ? families.findWithUser(pool, userKey, familyId, deviceKey) : found;
};
