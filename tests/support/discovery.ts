import { stack } from './stack.ts';

/** A public key as a pool publishes it. */
export interface PublishedKey {
  readonly kid: string;
  readonly alg: string;
  readonly kty: string;
  readonly use: string;
  readonly n: string;
  readonly e: string;
}

/** The answer to a GET of a path, `ahead` milliseconds from now. */
export const get = (path: string, { ahead = 0 } = {}): Promise<Response> =>
  fetch(`${stack().endpoint}${path}`, {
    headers: ahead ? { 'x-gatehouse-clock': String(Date.now() + ahead) } : {},
  });

/** The keys that a pool publishes. */
export const fetchKeys = async (poolId: string, options: { ahead?: number } = {}): Promise<PublishedKey[]> => {
  const answer = await get(`/${poolId}/.well-known/jwks.json`, options);
  const { keys } = JSON.parse(await answer.text());
  return keys;
};
