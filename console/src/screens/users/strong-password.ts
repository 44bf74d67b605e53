/** Which characters a pool's policy asks for, and how many. */
interface Policy {
  readonly MinimumLength?: number | undefined;
}

// None that is easily taken for another one. All classes are used, so every policy of a pool is met.
const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#$%()*+-=?@^_'] as const;

const usualLength = 20;
const longest = 99;

// A number below `bound`, each as likely: bytes at the end that would favour some are left out.
const below = (bound: number, random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): number => {
  const limit = 256 - (256 % bound);
  for (;;) {
    const [byte = 0] = random(new Uint8Array(1));
    if (byte < limit) return byte % bound;
  }
};

/** A new password of 20 characters or, where the policy asks for more, as many; at least one of each kind. */
export const strongPassword = (
  { MinimumLength = 0 }: Policy,
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string => {
  const length = Math.min(Math.max(MinimumLength, usualLength), longest);
  const one = (from: string): string => from.charAt(below(from.length, random));
  const all = classes.join('');
  const chosen = [...classes.map(one), ...Array.from({ length: length - classes.length }, () => one(all))];
  // Otherwise the first four would always be of known kinds.
  for (let last = chosen.length - 1; last > 0; last--) {
    const other = below(last + 1, random);
    [chosen[last], chosen[other]] = [chosen[other] ?? '', chosen[last] ?? ''];
  }
  return chosen.join('');
};
