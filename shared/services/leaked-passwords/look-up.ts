/** Whether passwords are known elsewhere: by the filter beside the bundle and, where the pool wants it, by other lists. */
import { once } from '#shared/config/once.ts';
import { isInFilter, readFilter } from '#shared/domain/leaked-passwords/binary-fuse-filter.ts';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';
import { isInBucket, partOf } from '#shared/domain/leaked-passwords/password-file.ts';
import { isInRange, rangePrefix } from '#shared/domain/leaked-passwords/password-range.ts';
import { blocklistKey, type PasswordBlocklist } from '#shared/domain/user-pools/password-blocklist.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { read } from '#shared/gateways/data-files/leaked-passwords.ts';
import { logger } from '#shared/observability/powertools.ts';

/** Whether a password has leaked. `unchecked`: no list has it, but one of them could not be asked. */
export type LeakVerdict = 'leaked' | 'unknown' | 'unchecked';

type List = (digest: Buffer) => Promise<boolean>;

// The longest answer has about a thousand lines of forty characters.
const mostRangeBytes = 262_144;
const fileTimeoutMs = 1000;

const filter = once(() => readFilter(read()));

const inFile =
  ({ name, version, ...shape }: NonNullable<PasswordBlocklist['file']>): List =>
  async (digest) => {
    const { objects } = await import('#shared/gateways/objects.ts');
    const part = { ...partOf(shape, digest), version };
    const bucket = await objects().readPart(blocklistKey(name), part, fileTimeoutMs);
    if (!bucket) throw new Error('The file of passwords is not there.');
    return isInBucket(bucket.bytes, digest);
  };

const atService =
  ({ url, timeoutMs }: NonNullable<PasswordBlocklist['rangeService']>): List =>
  async (digest) => {
    const { outbound } = await import('#shared/gateways/outbound.ts');
    const headers = { accept: 'text/plain', 'add-padding': 'true' };
    const asked = { url: `${url}${rangePrefix(digest)}`, headers };
    const { status, body } = await outbound().send(asked, { maxBytes: mostRangeBytes, timeoutMs });
    if (status !== 200) throw new Error(`The service of ranges answered ${status}.`);
    return isInRange(body.toString('latin1'), digest);
  };

const ask = async (list: List, digest: Buffer): Promise<LeakVerdict> => {
  try {
    return (await list(digest)) ? 'leaked' : 'unknown';
  } catch (error) {
    logger.warn('A list of leaked passwords could not be asked', error instanceof Error ? error : String(error));
    return 'unchecked';
  }
};

/** Looks a password up, in one list after the other until one has it. */
export const lookUpPassword = async (
  { passwordBlocklist }: Pick<UserPool, 'passwordBlocklist'>,
  password: string,
): Promise<LeakVerdict> => {
  const { file, rangeService } = passwordBlocklist ?? {};
  const digest = passwordDigest(password);
  if (isInFilter(filter(), digest)) return 'leaked';
  const lists = [...(file ? [inFile(file)] : []), ...(rangeService ? [atService(rangeService)] : [])];
  let verdict: LeakVerdict = 'unknown';
  for (const list of lists) {
    const answer = await ask(list, digest);
    if (answer === 'leaked') return answer;
    if (answer === 'unchecked') verdict = answer;
  }
  return verdict;
};
