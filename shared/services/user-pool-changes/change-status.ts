import { isBlocked } from './change-work.ts';
import type { PoolWithChange } from './pool-changes.ts';

/** The state of a change, in a word. */
export type ChangeStatus =
  | 'PREPARING'
  | 'COPYING'
  | 'BLOCKED'
  | 'SWITCHED'
  | 'FINISHING'
  | 'FINISHED'
  | 'ROLLING_BACK'
  | 'ROLLED_BACK';

const byStage = { preparing: 'PREPARING', copying: 'COPYING', switched: 'SWITCHED' } as const;

/** What `PoolChanges.describe` gave, in the form for operations; undefined where there never was a change. */
export const findReportedChange = ({ pool: { change }, record }: PoolWithChange) => {
  if (!record) return undefined;
  const statusNow = (): ChangeStatus => {
    if (!change) return record.outcome ?? 'FINISHED';
    if (change.goal === 'rollBack') return 'ROLLING_BACK';
    if (change.goal === 'finish' || change.stage === 'cleaning' || change.stage === 'returning') return 'FINISHING';
    return change.stage === 'copying' && isBlocked(record) ? 'BLOCKED' : byStage[change.stage];
  };
  return { ...record, status: statusNow(), walk: record.walk, allMustFit: change?.allMustFit };
};
