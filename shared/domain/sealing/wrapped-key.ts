import type { WrappedKey } from '../user-pools/user-pool.ts';

const lineBreak = 0x0a;
const longestArn = 2048;
const keyArn = /^arn:[^:]+:kms:[^:]+:\d+:key\/[\w-]+$/;

/** What one key wrapped, and which one: undefined for the key of the deployment. */
interface NamedWrap {
  readonly keyArn: string | undefined;
  readonly bytes: Uint8Array;
}

/** A data key that a pool's own key wrapped: the ARN of that key, a line break, and the wrapped bytes. */
export const wrappedUnder = (arn: string, bytes: Uint8Array): WrappedKey =>
  Buffer.concat([Buffer.from(`${arn}\n`), bytes]);

/** Which key wrapped a data key. What the deployment's key wrapped has no name before it. */
export const readWrapped = (wrapped: WrappedKey): NamedWrap => {
  const end = wrapped.subarray(0, longestArn + 1).indexOf(lineBreak);
  const name = end < 0 ? '' : Buffer.from(wrapped.subarray(0, end)).toString('latin1');
  return keyArn.test(name) ? { keyArn: name, bytes: wrapped.subarray(end + 1) } : { keyArn: undefined, bytes: wrapped };
};
