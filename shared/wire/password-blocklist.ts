import * as v from 'valibot';
import type { PasswordBlocklist } from '#shared/domain/user-pools/password-blocklist.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { integer, text } from './shapes.ts';

const pwnedPasswords = 'https://api.pwnedpasswords.com/range/';
const usualTimeoutMs = 1000;

export const BlocklistFileType = v.object({ Name: text({ min: 1, max: 128, pattern: '[A-Za-z0-9][\\w.-]*' }) });
export const RangeServiceUrlType = text({ min: 1, max: 1024, pattern: 'https://[^\\s?#\\\\]+/' });
export const RangeServiceTimeoutType = integer({ min: 100, max: 5000 });
export const RangeServiceType = v.object({
  Url: v.optional(RangeServiceUrlType),
  TimeoutMilliseconds: v.optional(RangeServiceTimeoutType),
});
export const UncheckedType = v.picklist(['ALLOW', 'REFUSE']);

/** A pool's block list, as a request gives it. The file is the one that was found. */
export const fromPasswordBlocklist = (
  given: {
    readonly Enforced?: boolean | undefined;
    readonly RangeService?: v.InferOutput<typeof RangeServiceType> | undefined;
    readonly Unchecked?: v.InferOutput<typeof UncheckedType> | undefined;
  },
  file: PasswordBlocklist['file'],
): PasswordBlocklist => {
  const { Url: url = pwnedPasswords, TimeoutMilliseconds: timeoutMs = usualTimeoutMs } = given.RangeService ?? {};
  return {
    enforced: given.Enforced ?? false,
    ...(file && { file }),
    ...(given.RangeService && { rangeService: { url, timeoutMs } }),
    refusesUnchecked: given.Unchecked === 'REFUSE',
  };
};

/** A pool's block list, with defaults filled in. */
export const toPasswordBlocklist = ({ id, passwordBlocklist }: UserPool) => {
  const { enforced = false, file, rangeService, refusesUnchecked = false } = passwordBlocklist ?? {};
  return {
    UserPoolId: id,
    Enforced: enforced,
    ...(file && { File: { Name: file.name } }),
    ...(rangeService && {
      RangeService: { Url: rangeService.url, TimeoutMilliseconds: rangeService.timeoutMs },
    }),
    Unchecked: refusesUnchecked ? 'REFUSE' : 'ALLOW',
  };
};
