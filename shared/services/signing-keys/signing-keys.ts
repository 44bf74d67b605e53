import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import type { SigningAlgorithm, SigningKey, TokenUse } from '#shared/domain/user-pools/user-pool.ts';
import type { Sealing } from '../sealing/create-sealing.ts';

/** When a key is published, and when it begins to sign, in epoch milliseconds. */
interface Times {
  readonly createdAt: number;
  readonly activeFrom: number;
}

type MakeDataKey = Pick<Sealing, 'make'>;

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

type Generated = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject) => void;

// In place of promisify: node:util takes long to import.
const pairFrom = (generate: (generated: Generated) => void): Promise<Pair> =>
  new Promise((resolve, reject) => {
    generate((error, publicKey, privateKey) => (error ? reject(error) : resolve({ publicKey, privateKey })));
  });

const generators = {
  RS256: async () => {
    const { publicKey, privateKey } = await pairFrom((generated) =>
      generateKeyPair('rsa', { modulusLength: 2048 }, generated),
    );
    const { n, e } = publicKey.export({ format: 'jwk' });
    return { publicKey: n !== undefined && e !== undefined ? { n, e } : undefined, privateKey };
  },
  ES256: async () => {
    const { publicKey, privateKey } = await pairFrom((generated) =>
      generateKeyPair('ec', { namedCurve: 'P-256' }, generated),
    );
    const { x, y } = publicKey.export({ format: 'jwk' });
    return { publicKey: x !== undefined && y !== undefined ? { x, y } : undefined, privateKey };
  },
} as const;

interface Wanted extends Times {
  readonly poolId: string;
  readonly use: TokenUse;
  readonly algorithm: SigningAlgorithm;
}

/** A signing key: an RSA key of 2048 bits, or one on P-256. Needs no right to open any key. */
export const makeSigningKey = async (sealing: MakeDataKey, { algorithm, ...wanted }: Wanted): Promise<SigningKey> => {
  const [{ publicKey, privateKey }, { seal, wrapped }] = await Promise.all([
    generators[algorithm](),
    sealing.make({ pool: wanted.poolId, purpose: 'signing' }),
  ]);
  if (!publicKey) throw new Error(`The key for ${algorithm} has no public half.`);
  return {
    ...wanted,
    kid: randomBytes(32).toString('base64'),
    publicKey,
    dataKey: wrapped,
    privateKey: seal.seal('signing key', privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
};

/**
 * A pair of signing keys, one for access tokens and one for ID tokens: RSA keys of 2048 bits, or keys on P-256. Needs no
 * right to open any key.
 */
export const makeSigningKeys = (
  sealing: MakeDataKey,
  poolId: string,
  times: Times,
  algorithm: SigningAlgorithm = 'RS256',
): Promise<SigningKey[]> =>
  Promise.all((['access', 'id'] as const).map((use) => makeSigningKey(sealing, { poolId, use, algorithm, ...times })));
