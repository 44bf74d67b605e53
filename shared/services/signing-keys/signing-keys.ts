import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { SigningKey, TokenUse } from '#shared/domain/user-pools/user-pool.ts';
import type { Sealing } from '../sealing/create-sealing.ts';

const generate = promisify(generateKeyPair);

/** When a key is published, and when it begins to sign, in epoch milliseconds. */
interface Times {
  readonly createdAt: number;
  readonly activeFrom: number;
}

type MakeDataKey = Pick<Sealing, 'make'>;

const makeKey = async (sealing: MakeDataKey, poolId: string, use: TokenUse, times: Times): Promise<SigningKey> => {
  const [{ publicKey, privateKey }, { seal, wrapped }] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    sealing.make({ pool: poolId, purpose: 'signing' }),
  ]);
  const { n, e } = publicKey.export({ format: 'jwk' });
  if (n === undefined || e === undefined) throw new Error('The RSA key has no modulus.');
  return {
    poolId,
    kid: randomBytes(32).toString('base64'),
    use,
    publicKey: { n, e },
    dataKey: wrapped,
    privateKey: seal.seal('signing key', privateKey.export({ format: 'der', type: 'pkcs8' })),
    ...times,
  };
};

/**
 * A pair of RSA signing keys of 2048 bits: one for access tokens, one for ID tokens. Needs no right to open any key.
 */
export const makeSigningKeys = (sealing: MakeDataKey, poolId: string, times: Times): Promise<SigningKey[]> =>
  Promise.all([makeKey(sealing, poolId, 'access', times), makeKey(sealing, poolId, 'id', times)]);
