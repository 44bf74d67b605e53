/**
 * The public keys that the tokens of identity pools are signed with: a JSON Web Key Set, RFC 7517 section 5. STS fetches it
 * at the issuer of users and at that of guests.
 */
import { endpoint, publicJson, renderJsonError } from '#shared/api/endpoint.ts';
import { now } from '#shared/config/clock.ts';
import { publishedKeys, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import { identitySigningKeys } from '#shared/services/identity-pools/identity-signing-keys.ts';

// As those of user pools.
const seconds = { fresh: 300, stale: 3600 };

export const handler = endpoint({
  name: 'identityJwks',
  renderError: renderJsonError,
  run: async () => publicJson({ keys: publishedKeys(await identitySigningKeys(), now()).map(toJwk) }, seconds),
});
