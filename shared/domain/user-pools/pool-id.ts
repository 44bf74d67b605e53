import { digits, lowerCase, randomText, upperCase } from '../identifiers/random-text.ts';

/** An id for a new pool of the region. */
export const newPoolId = (region: string): string => `${region}_${randomText(upperCase + lowerCase + digits, 9)}`;

const form = /^[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/**
 * The Region for a new pool's id: that of the deployment or, where pools follow the signature, the one that the request
 * was signed for. A Region in another form than those of AWS makes no id.
 */
export const regionForPool = (
  { region, poolsFollowSignature }: { readonly region: string; readonly poolsFollowSignature: boolean },
  signedFor: string,
): string => (poolsFollowSignature && form.test(signedFor) ? signedFor : region);
