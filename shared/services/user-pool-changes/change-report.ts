import { type ObstructedUser, poolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { fromPageToken, toPageToken } from '../page-tokens/page-tokens.ts';
import { sealing } from '../sealing/sealing.ts';
import { type PoolWithChange, poolChanges } from './pool-changes.ts';

/** The progress of a pool's change. */
export interface ChangeReport extends PoolWithChange {
  /** A page of the users who stand in the way, according to the present walk, or the last one. */
  readonly users: readonly ObstructedUser[];
  readonly token: string | undefined;
}

/** Throws ResourceNotFoundException, and InvalidParameterException for a token of another walk. */
export const reportChange = async (poolId: string, limit: number, token: string | undefined): Promise<ChangeReport> => {
  const found = await poolChanges().describe(poolId);
  const walk = found.record?.walk;
  if (!walk) return { ...found, users: [], token: undefined };
  const seal = await sealing().general(found.pool);
  const query = ['DescribeUserPoolChange', walk.id];
  const start = token === undefined ? undefined : fromPageToken(seal, query, token);
  const { users, next } = await poolChangeRepository().obstacles(poolId, walk.id, limit, start);
  return { ...found, users, token: next && toPageToken(seal, query, next) };
};
