/** Signs tokens. Needs the right to open signing keys. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { signToken } from '#shared/domain/tokens/signed-token.ts';
import type { Claims } from '#shared/domain/tokens/token-changes.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';
import { sealing } from '../sealing/sealing.ts';

const opened = new WeakMap<SigningKey, Promise<KeyObject>>();

const privateKey = (key: SigningKey): Promise<KeyObject> => {
  const known = opened.get(key);
  if (known) return known;
  const opening = sealing()
    .signing(key)
    .then((seal) => {
      const der = seal.open('signing key', key.privateKey);
      if (!der) throw new Error(`The signing key ${key.kid} does not open.`);
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    });
  opened.set(key, opening);
  // What fails may succeed later: the key that wraps it may be enabled again.
  opening.catch(() => opened.delete(key));
  return opening;
};

/** A token that says `claims`, signed with that key, which is opened once. */
export const sign = async (key: SigningKey, claims: Claims, typ?: string): Promise<string> =>
  signToken(await privateKey(key), key.kid, claims, typ);
