import { scrypt } from 'node:crypto';
import { type RefusedHash, tooDear } from './password-hash.ts';

/** The cost of scrypt: the logarithm of N, the block size, and the lanes. RFC 7914 section 2. */
export interface ScryptParameters {
  readonly logN: number;
  readonly blockSize: number;
  readonly parallelism: number;
}

const mostBytes = 256 * 1024 * 1024;
const mostWork = 2 ** 22;
// In addition to N·r·p, each block of each lane is made and read once by a hash that is slower than the mixing.
const mostBlocks = 1024;

const memoryOf = ({ logN, blockSize }: ScryptParameters): number => 128 * 2 ** logN * blockSize;

/** False for parameters that scrypt does not have. RFC 7914 section 2: N is below 2 to the power of 128·r/8. */
export const isScrypt = ({ logN, blockSize, parallelism }: ScryptParameters): boolean =>
  logN >= 1 && logN < 16 * blockSize && blockSize >= 1 && parallelism >= 1;

/** Why we do not check a hash with these parameters; undefined where we do. */
export const reasonAgainstCost = (form: string, parameters: ScryptParameters): RefusedHash | undefined => {
  const { logN, blockSize, parallelism } = parameters;
  const blocks = blockSize * parallelism;
  const isTooDear = memoryOf(parameters) > mostBytes || 2 ** logN * blocks > mostWork || blocks > mostBlocks;
  return isTooDear ? tooDear(form, '256 MiB, N·r·p of 4,194,304, and r·p of 1,024') : undefined;
};

/** The key that scrypt derives from a password. RFC 7914. */
export const deriveScrypt = (
  password: string,
  salt: Uint8Array,
  length: number,
  parameters: ScryptParameters,
): Promise<Buffer> => {
  const { logN, blockSize: r, parallelism: p } = parameters;
  // The implementation counts some small blocks in addition to its large ones.
  const maxmem = memoryOf(parameters) + 128 * r * (p + 2) + 1024;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N: 2 ** logN, r, p, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
};
