import { now } from '#shared/config/clock.ts';
import { identitySigningKeyRepository } from '#shared/data/identity-pools/identity-signing-key-repository.ts';
import { table } from '#shared/data/table.ts';
import { rotationOf } from '#shared/domain/tokens/key-rotation.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';
import { cached } from '../cache/cache.ts';
import { sealing } from '../sealing/sealing.ts';
import { makeSigningKey } from '../signing-keys/signing-keys.ts';

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

/**
 * Makes a key that is published now and signs after the overlap, in milliseconds. Gives all that are published then: those
 * before it stay until the last token that they may have signed has expired. While there is a key that does not sign yet, an
 * overlap of 0 replaces it, and any other throws LimitExceededException. Throws ConcurrentModificationException where another
 * request was faster.
 */
export const rotateIdentitySigningKeys = async (overlapMs: number): Promise<readonly SigningKey[]> => {
  const keys = await identitySigningKeyRepository().all();
  const createdAt = now();
  const activeFrom = createdAt + overlapMs;
  const { kept, retired } = rotationOf(keys, activeFrom, createdAt);
  const added = await newIdentitySigningKey({ createdAt, activeFrom });
  const isStaying = new Set(keys.filter(({ publishedUntil }) => publishedUntil === undefined).map(({ kid }) => kid));
  await table().write([
    identitySigningKeyRepository().put(added),
    ...kept.filter(({ kid }) => isStaying.has(kid)).map(identitySigningKeyRepository().retire),
    ...retired.map(identitySigningKeyRepository().remove),
  ]);
  known.forget(owner);
  return [...kept, added];
};
