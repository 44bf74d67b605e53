import { once } from '#shared/config/once.ts';
import type { RiskMails } from '#shared/domain/risk/pool-risk.ts';
import { removePartition } from '../bulk-removal.ts';
import { keys } from '../keys.ts';
import { fromItem, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'RiskMails';

/** The owner of mails that are not of one app client. No client has this id: its letters are small. */
export const wholePool = 'ALL';

/** Texts of notifications of risky sign-ins, of a pool and of its app clients. */
export const riskMailRepository = once(() => ({
  /** Those of the app client, or of `ALL`. */
  find: async (poolId: string, clientId: string): Promise<RiskMails | undefined> => {
    const item = await table().get(keys.riskMails(poolId, clientId));
    return item && fromItem<RiskMails>(type, item);
  },

  /** Replaces them. Without any, nothing is left. */
  put: (poolId: string, clientId: string, mails: RiskMails | undefined): Write =>
    mails
      ? { put: toItem(type, keys.riskMails(poolId, clientId), mails) }
      : { remove: keys.riskMails(poolId, clientId) },

  /** Removes what a deleted pool left. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), keys.riskPartition(poolId), isLate),
}));
