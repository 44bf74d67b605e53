import { expect, it, vi } from 'vitest';
import { poolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { findReportedChange } from '#shared/services/user-pool-changes/change-status.ts';
import { poolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { changeWork, makeChangingPool } from '#tests/support/change-work.ts';

it('says how a change ended that ends between the reads of its record and of its pool', async () => {
  const { poolId, start } = await makeChangingPool({}, { AliasAttributes: ['email'] }, 0);
  await start();
  const { transitions } = changeWork(0);
  const seen = await transitions.find(poolId);
  if (!seen) throw new Error('The pool has no change.');

  // The real reads, in this order: the record, the end of the change, the pool.
  const [readPool, readRecord] = [poolRepository().find, poolChangeRepository().find];
  const record = readRecord(poolId);
  vi.spyOn(poolChangeRepository(), 'find').mockImplementationOnce(() => record);
  vi.spyOn(poolRepository(), 'find').mockImplementationOnce(async () => {
    await record;
    await transitions.end(seen, 'rollBack');
    return readPool(poolId);
  });

  expect(findReportedChange(await poolChanges().describe(poolId))).toMatchObject({ status: 'ROLLED_BACK' });
});
