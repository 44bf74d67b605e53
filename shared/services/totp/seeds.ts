import type { SoftwareToken } from '#shared/domain/totp/software-token.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { sealing } from '../sealing/sealing.ts';

/** The seed of an authenticator app, in clear. */
export const openSeed = async (pool: UserPool, { seed }: Pick<SoftwareToken, 'seed'>): Promise<Buffer> => {
  const plain = (await sealing().general(pool)).open('software token', seed);
  if (!plain) throw new Error('The seed of a software token does not open.');
  return plain;
};
