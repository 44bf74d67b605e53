/** How a service of ranges, such as that of Have I Been Pwned, is asked about a password without being told it. */

const prefixLength = 5;

/** What such a service is told: the first five hexadecimal digits of the digest, as hundreds of others have them. */
export const rangePrefix = (digest: Buffer): string => digest.toString('hex').slice(0, prefixLength).toUpperCase();

/**
 * True where the answer lists the digest. It has a line for each: the other 35 digits, a colon, and how often the
 * password was found. Lines with zero only hide how long the answer is.
 */
export const isInRange = (answer: string, digest: Buffer): boolean => {
  const rest = digest.toString('hex').slice(prefixLength).toUpperCase();
  return answer.split('\n').some((line) => {
    const [found = '', count] = line.trim().split(':');
    return found.toUpperCase() === rest && Number(count) > 0;
  });
};
