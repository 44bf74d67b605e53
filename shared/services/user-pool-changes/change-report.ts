import type { ObstructedUser, PoolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { fromPageToken, toPageToken } from '../page-tokens/page-tokens.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { PoolChanges, PoolWithChange } from './pool-changes.ts';

/** How a pool's change is getting on. */
export interface ChangeReport extends PoolWithChange {
  /** A page of those whom the present walk found to stand in the way, or the last one. */
  readonly users: readonly ObstructedUser[];
  readonly token: string | undefined;
}

/** Throws ResourceNotFoundException, and InvalidParameterException for a token of another walk. */
export type ReportChange = (poolId: string, limit: number, token: string | undefined) => Promise<ChangeReport>;

interface Deps {
  readonly changes: PoolChangeRepository;
  readonly poolChanges: PoolChanges;
  readonly sealing: Sealing;
}

export const createReportChange =
  ({ changes, poolChanges, sealing }: Deps): ReportChange =>
  async (poolId, limit, token) => {
    const found = await poolChanges.describe(poolId);
    const walk = found.record?.walk;
    if (!walk) return { ...found, users: [], token: undefined };
    const seal = await sealing.general(found.pool);
    const query = ['DescribeUserPoolChange', walk.id];
    const start = token === undefined ? undefined : fromPageToken(seal, query, token);
    const { users, next } = await changes.obstacles(poolId, walk.id, limit, start);
    return { ...found, users, token: next && toPageToken(seal, query, next) };
  };
