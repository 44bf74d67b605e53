/** Proves app clients at the OAuth endpoints. RFC 6749 section 2.3, RFC 7523 section 3. */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { clientAssertionRepository } from '#shared/data/oauth/client-assertion-repository.ts';
import { table } from '#shared/data/table.ts';
import { clientIdOf } from '#shared/domain/app-clients/app-client.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { readClientAssertion } from '#shared/domain/oauth/client-assertion.ts';
import { type ClientClaim, readClientClaim } from '#shared/domain/oauth/client-claim.ts';
import { isSignedBy } from '#shared/domain/oauth/client-signature.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { originOfDomain } from '#shared/domain/user-pool-domains/domain-host.ts';
import { registrationSettings, takesDocument } from '#shared/domain/user-pools/registration-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { knowsSecret } from '../app-clients/client-secrets.ts';
import { type ClientRecord, cachedClient, cachedClientOf } from '../directory/directory.ts';
import { issuersOf } from '../tokens/issuer.ts';
import { servedPool } from '../user-pool-domains/served-pool.ts';
import { provesByKeys } from './client-keys.ts';

interface ClientRequest {
  readonly parameters: Parameters;
  /** The Authorization header. */
  readonly authorization: string | undefined;
  /** The host that was asked: at the domain of a pool, only its own clients are admitted. */
  readonly host: string;
}

class NotProved extends Error {}

// A pool may no longer take clients that are known by a document, or not that one. These have no other id.
const isTaken = ({ pool, client }: ClientRecord, id: string): boolean => {
  const { documentUrl } = client.registration ?? {};
  return documentUrl === undefined || (takesDocument(registrationSettings(pool), documentUrl) && documentUrl === id);
};

const findClient = async (id: string, host: string): Promise<ClientRecord | undefined> => {
  try {
    const poolId = await servedPool(host);
    const app = await (poolId === undefined ? cachedClient(id) : cachedClientOf(poolId, id));
    return isTaken(app, id) ? app : undefined;
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

const audiencesOf = (pool: UserPool): ReadonlySet<string> => {
  const { issuerOrigin } = environment();
  const domains = [pool.domain, pool.customDomain].flatMap(
    (name) => (name && originOfDomain(name, environment())) || [],
  );
  return new Set([...issuersOf(pool), ...[issuerOrigin, ...domains].map((origin) => `${origin}/oauth2/token`)]);
};

const provesByAssertion = async ({ pool, client }: ClientRecord, token: string): Promise<boolean> => {
  const assertion = readClientAssertion(token, {
    clientId: clientIdOf(client),
    audiences: audiencesOf(pool),
    now: now(),
  });
  if (!assertion || !(await provesByKeys(client, (keys) => isSignedBy(assertion, keys)))) return false;
  const used = { clientId: client.id, jti: assertion.jti, expiresAt: assertion.expiresAt };
  try {
    await table().write([clientAssertionRepository().use(used, now(), () => new NotProved())]);
    return true;
  } catch (error) {
    if (error instanceof NotProved) return false;
    throw error;
  }
};

const isProved = async (app: ClientRecord, { secrets, assertion }: ClientClaim): Promise<boolean> => {
  const byKey = clientOAuth(app.client).authMethod === 'private_key_jwt';
  if (byKey || assertion !== undefined) {
    return byKey && assertion !== undefined && provesByAssertion(app, assertion);
  }
  if (app.client.secrets.length === 0) return secrets.length === 0;
  return knowsSecret(app, secrets);
};

/** The refusal of a client, without a word on why. With status 401, it says how to authenticate: RFC 9110 section 15.5.2. */
export const refusedClient = (status: 400 | 401): OAuthError =>
  new OAuthError('invalid_client', status === 401 ? { status, challenge: 'Basic realm="oauth2"' } : {});

/**
 * The app client that a request proves. It takes no request of the store where the client is remembered and right, or
 * one write where it proves itself by a key. Throws invalid_request, and invalid_client: with `status`, or with 401 where it
 * used HTTP's own authentication.
 */
export const authenticateClient = async (
  { parameters, authorization, host }: ClientRequest,
  status: 400 | 401 = 400,
): Promise<ClientRecord> => {
  const claim = readClientClaim(parameters, authorization);
  const app = await findClient(claim.clientId, host);
  if (!(app && (await isProved(app, claim)))) throw refusedClient(claim.byBasic ? 401 : status);
  return app;
};
