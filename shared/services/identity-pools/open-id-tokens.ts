import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { identitySigningKeyRepository } from '#shared/data/identity-pools/identity-signing-key-repository.ts';
import { table } from '#shared/data/table.ts';
import { openIdClaims } from '#shared/domain/identity-pools/open-id-token.ts';
import { activeKey } from '#shared/domain/tokens/signing-keys.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';
import { cached } from '../cache/cache.ts';
import { sealing } from '../sealing/sealing.ts';
import { makeSigningKey } from '../signing-keys/signing-keys.ts';
import { sign } from '../tokens/sign.ts';

// Whoever opens their data keys says for what: the roles of the functions allow this alone.
const owner = 'identity-pools';

const known = cached(async () => {
  const keys = await identitySigningKeyRepository().all();
  return keys.length > 0 ? keys : undefined;
});

/** The keys that sign tokens of identity pools, as they were up to ten seconds ago. */
export const identitySigningKeys = async (): Promise<readonly SigningKey[]> => (await known.find(owner)) ?? [];

/** A new key, which signs from `activeFrom` on, in epoch milliseconds. */
const newIdentitySigningKey = (times: { readonly createdAt: number; readonly activeFrom: number }) =>
  makeSigningKey(sealing(), { poolId: owner, use: 'id', algorithm: 'RS256', ...times });

/** Makes the first key, where there is none. Two that are made at once do no harm. */
export const assureIdentitySigningKey = async (): Promise<void> => {
  if ((await identitySigningKeys()).length > 0) return;
  const createdAt = now();
  const key = await newIdentitySigningKey({ createdAt, activeFrom: createdAt });
  await table().write([identitySigningKeyRepository().put(key)]);
};

interface Wanted extends Pick<Parameters<typeof openIdClaims>[0], 'identityId' | 'poolId' | 'methods'> {
  readonly principalTags?: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** A token of an identity, for STS or for the identity pool itself. */
export const openIdToken = async ({ principalTags = {}, ...wanted }: Wanted): Promise<string> => {
  const { issuerOrigin } = environment();
  const key = activeKey(await identitySigningKeys(), 'id', now());
  return sign(key, openIdClaims({ ...wanted, principalTags, issuerOrigin, now: now() }));
};
