import { mfaMode } from '#shared/domain/user-pools/factors.ts';
import { recoveryCodesPage } from '#shared/pages/managed/account/list-pages.tsx';
import { renewRecoveryCodes } from '#shared/services/recovery-codes/recovery-codes.ts';
import { users } from '#shared/services/users/users.ts';
import { type AccountPart, holderOf } from './visit.ts';

/** Recovery codes, by the rules of CreateRecoveryCodes. */
export const recoveryCodesPart: AccountPart = {
  section: 'RECOVERY_CODES',
  isDelicate: true,
  isThere: ({ call }) => mfaMode(call.app.pool) !== 'OFF',
  show: async (visit, view, { once = [] }) => {
    const { pool, userKey } = holderOf(visit);
    const { recoveryCodes } = await users().getByKey(pool, userKey);
    const left = recoveryCodes && Object.values(recoveryCodes.codes).filter((state) => state === true).length;
    return recoveryCodesPage(view, { left, codes: once });
  },
  act: async (visit) => ({ once: await renewRecoveryCodes(holderOf(visit)) }),
};
