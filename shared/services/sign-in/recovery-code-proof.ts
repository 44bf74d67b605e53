import type { Write } from '#shared/data/write.ts';
import { findRecoveryCode } from '#shared/domain/recovery-codes/recovery-code.ts';
import { hasFactor } from '#shared/domain/sign-in/next-step.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import type { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { redeemRecoveryCode } from '../recovery-codes/recovery-codes.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';
import { codeFailed, codeSucceeded } from './attempts.ts';

/**
 * Accepts a recovery code in place of a challenge's own code. Gives the writes that go with the next step; undefined
 * for anything but a recovery code, where nothing was proved before it, and where a level was asked for that it does not
 * prove. A wrong code is counted, and answered by
 * `wrong`. The caller has checked that the name is not locked out.
 */
export const proveRecoveryCode = async (
  app: ClientRecord,
  record: UserRecord | NobodyRecord,
  trail: Trail,
  given: string,
  wrong: () => CognitoException,
): Promise<readonly Write[] | undefined> => {
  if (findRecoveryCode(given) === undefined || !record.user || !hasFactor(trail)) return undefined;
  if (trail.levels?.some((level) => level > 1)) return undefined;
  const spent = await redeemRecoveryCode(app.pool, record, { code: given, signInId: trail.signInId }, wrong);
  if (spent) return [spent, codeSucceeded(app, record)];
  throw await codeFailed(app, record, wrong());
};
