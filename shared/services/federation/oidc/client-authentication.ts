/** How the pool proves itself to a provider. */
import { randomUUID } from 'node:crypto';
import { type ClientAuth, ClientSecretBasic, ClientSecretPost, None } from 'openid-client';
import { now } from '#shared/config/clock.ts';
import { appleSecret } from '#shared/domain/federation/apple-secret.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import type { OpenIdMetadata } from '#shared/domain/federation/openid-metadata.ts';
import { refusedAnswer } from '#shared/domain/federation/provider-refusals.ts';
import { activeKey } from '#shared/domain/tokens/signing-keys.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { sign } from '../../tokens/sign.ts';
import { revealSecrets } from '../provider-secrets.ts';

const lifetimeSeconds = 60;

// Signed by the pool's key for ID tokens, so that the provider finds it at the pool's own jwks_uri, and rotations need
// nothing. It is no token of the pool: its issuer is the client id. RFC 7523 section 3.
const privateKeyJwt =
  ({ signingKeys }: ClientRecord, { issuer }: OpenIdMetadata): ClientAuth =>
  async (_server, { client_id: clientId }, body) => {
    const iat = Math.floor(now() / 1000);
    const claims = { iss: clientId, sub: clientId, aud: issuer, jti: randomUUID(), iat, exp: iat + lifetimeSeconds };
    body.set('client_id', clientId);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', await sign(activeKey(signingKeys, 'id', now()), claims));
  };

const byApple = async ({ pool }: ClientRecord, provider: IdentityProvider): Promise<ClientAuth> => {
  const { name, details } = provider;
  const { client_id: clientId = '', team_id: teamId = '', key_id: keyId = '' } = details;
  const { private_key: privateKey = '' } = await revealSecrets(pool, provider);
  const secret = await appleSecret({ clientId, teamId, keyId, privateKey }, now());
  if (secret === undefined) throw refusedAnswer(`${name} Error - the private key is none on the curve P-256`);
  return ClientSecretPost(secret);
};

/**
 * The method of client authentication: client_secret_post, as in Cognito, unless the provider says that it takes others
 * alone. Throws OAuthError.
 */
export const clientAuthentication = async (
  app: ClientRecord,
  provider: IdentityProvider,
  metadata: OpenIdMetadata,
): Promise<ClientAuth> => {
  if (provider.type === 'SignInWithApple') return byApple(app, provider);
  const takes = (method: string): boolean => metadata.tokenAuthMethods?.includes(method) ?? false;
  const { client_secret: secret } = await revealSecrets(app.pool, provider);
  if (secret !== undefined) {
    if (takes('client_secret_post')) return ClientSecretPost(secret);
    if (takes('client_secret_basic')) return ClientSecretBasic(secret);
  }
  if (takes('private_key_jwt')) return privateKeyJwt(app, metadata);
  return secret === undefined ? None() : ClientSecretPost(secret);
};
