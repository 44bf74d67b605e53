import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { openIdClaims } from '#shared/domain/identity-pools/open-id-token.ts';
import { activeKey } from '#shared/domain/tokens/signing-keys.ts';
import { sign } from '../tokens/sign.ts';
import { identitySigningKeys } from './identity-signing-keys.ts';

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
