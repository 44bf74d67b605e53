/** Clients that register themselves: RFC 7591, and RFC 7592 for what they do about it later. */
import { randomBytes } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { assertClientOAuth, type ClientOAuthSettings } from '#shared/domain/app-clients/client-oauth.ts';
import {
  type ClientRegistration,
  registrationScope,
  registrationTokenDigest,
} from '#shared/domain/app-clients/client-registration.ts';
import { newClientId, newClientSecret } from '#shared/domain/app-clients/identifiers.ts';
import {
  isOver,
  isRegistered,
  type RegisteredClient,
  unusedLifetimeMs,
} from '#shared/domain/app-clients/registered-client.ts';
import { type ClientMetadata, readClientMetadata } from '#shared/domain/oauth/client-metadata.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { toScopes } from '#shared/domain/oauth/scopes.ts';
import { boundKey } from '#shared/domain/tokens/claims.ts';
import { type RegistrableFlow, registrationSettings } from '#shared/domain/user-pools/registration-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { changeAppClient, deleteAppClient } from '../app-clients/app-clients.ts';
import { isSameSecret } from '../app-clients/client-secrets.ts';
import { countRegistration, createRegisteredClient } from '../app-clients/registered-clients.ts';
import { verifyAccessToken } from '../callers/access-token.ts';
import { cachedClientOf, cachedPool } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';

/** A client that has just registered, with what only its own answer tells. */
export interface Registered {
  readonly client: RegisteredClient;
  readonly token: string;
  readonly secret: string | undefined;
}

interface Asking {
  /** The pool, and the issuer that the client knows it by. */
  readonly pool: UserPool;
  readonly issuer: string;
  readonly sourceIp: string;
  /** An initial access token. */
  readonly token: string | undefined;
  readonly metadata: unknown;
}

// RFC 6750 section 3.1.
const badToken = (): OAuthError =>
  new OAuthError('invalid_token', { status: 401, challenge: 'Bearer error="invalid_token"' });

const noToken = (): OAuthError =>
  new OAuthError('invalid_token', {
    status: 401,
    challenge: 'Bearer',
    description: 'An initial access token is required.',
  });

const closed = (): OAuthError =>
  new OAuthError('access_denied', { status: 403, description: 'The user pool takes no such registrations.' });

/** The client whose initial access token that is. Throws invalid_token for anything but one of the pool. */
const admitting = async (pool: UserPool, token: string): Promise<string> => {
  try {
    const { record, payload } = await verifyAccessToken(token);
    const { username, client_id: clientId, scope } = payload;
    // A machine's own token: no user lets a client in. One that is bound to a key proves nothing by itself: RFC 9449 section 7.2.
    const isOfMachine = username === undefined && boundKey(payload) === undefined;
    const isInitial = isOfMachine && toScopes(String(scope ?? '')).includes(registrationScope);
    if (record.pool.id !== pool.id || !isInitial || typeof clientId !== 'string') throw badToken();
    await cachedClientOf(pool.id, clientId);
    return clientId;
  } catch (error) {
    if (isException(error, 'NotAuthorizedException', 'ResourceNotFoundException')) throw badToken();
    throw error;
  }
};

const permittedFlows = (pool: UserPool, isAdmitted: boolean): readonly RegistrableFlow[] => {
  const { open, authenticated } = registrationSettings(pool);
  const flows = isAdmitted ? authenticated : open;
  if (flows.length > 0) return flows;
  throw isAdmitted || authenticated.length === 0 ? closed() : noToken();
};

/** The settings by which such a client proves itself. Throws invalid_client_metadata. */
export const oauthOf = ({ authMethod, jwksUri, jwks, flow, ...logout }: ClientMetadata): ClientOAuthSettings => {
  const { backchannelLogoutUri, backchannelLogoutSessionRequired } = logout;
  const oauth: ClientOAuthSettings = {
    requiresPkce: flow === 'code',
    ...(authMethod === 'private_key_jwt' && { authMethod }),
    ...(jwksUri !== undefined && { jwksUri }),
    ...(jwks !== undefined && { jwks }),
    unregisteredResource: 'REFUSE',
    ...(backchannelLogoutUri !== undefined && { backchannelLogoutUri }),
    ...(backchannelLogoutSessionRequired && { backchannelLogoutSessionRequired }),
  };
  try {
    assertClientOAuth(oauth, environment().outbound.hosts);
    return oauth;
  } catch (error) {
    if (!isException(error, 'InvalidParameterException')) throw error;
    throw new OAuthError('invalid_client_metadata', { description: error.message, cause: error });
  }
};

/** The settings that every client has. Its refresh tokens are used once: RFC 9700 section 4.14.2. */
export const settingsOf = ({ flow, redirectUris }: ClientMetadata): RegisteredClient['settings'] => ({
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: [flow],
  CallbackURLs: [...redirectUris],
  PreventUserExistenceErrors: 'ENABLED',
  // Clients refresh in several processes at once.
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
});

// The API allows these characters in names of clients.
const apiName = (name: string): string =>
  name
    .replace(/[^\w\s+=,.@-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The name by which administrators see it. */
export const nameOf = ({ name = '' }: ClientMetadata): string => apiName(name) || 'registered';

/** What is kept of the metadata beside the usual settings. */
export const keptOf = ({ name, authMethod, scopes, stated }: ClientMetadata) => ({
  ...(name !== undefined && { displayName: name }),
  authMethod,
  ...(scopes && { scopes }),
  stated,
});

const usesSecret = ({ authMethod }: Pick<ClientRegistration, 'authMethod'>): boolean =>
  authMethod === 'client_secret_basic' || authMethod === 'client_secret_post';

/**
 * Registers a client. Throws invalid_client_metadata, invalid_redirect_uri, invalid_token, access_denied where the pool takes
 * none, and LimitExceededException where it takes no more.
 */
export const registerClient = async ({ pool, issuer, sourceIp, token, metadata }: Asking): Promise<Registered> => {
  const admittedBy = token === undefined ? undefined : await admitting(pool, token);
  const asked = readClientMetadata(metadata, permittedFlows(pool, admittedBy !== undefined));
  const oauth = oauthOf(asked);
  const secret = usesSecret(asked) ? newClientSecret() : undefined;
  const registrationToken = randomBytes(32).toString('base64url');
  const seal = await sealing().general(pool);
  const at = now();
  const client = await createRegisteredClient(
    pool,
    await countRegistration(pool, { sourceIp, admittedBy }),
    (slot) => ({
      id: newClientId(),
      poolId: pool.id,
      name: nameOf(asked),
      settings: settingsOf(asked),
      oauth,
      registration: {
        ...keptOf(asked),
        tokenDigest: registrationTokenDigest(registrationToken),
        ...(admittedBy !== undefined && { admittedBy }),
        issuer,
        slot,
        expiresAt: at + unusedLifetimeMs,
      },
      secrets: secret === undefined ? [] : [{ createdAt: at, sealed: seal.seal('client secret', secret) }],
      createdAt: at,
      updatedAt: at,
      version: 1,
    }),
  );
  return { client, token: registrationToken, secret };
};

/**
 * The client whose registration access token that is, read from the store. Throws invalid_token, also where there is no such
 * client: RFC 7592 section 2.
 */
export const ownRegistration = async (clientId: string, token: string | undefined): Promise<RegisteredClient> => {
  if (token === undefined) throw noToken();
  const client = /^[\w+]{1,128}$/.test(clientId) ? await appClientRepository().find(clientId) : undefined;
  const digest = Buffer.from(registrationTokenDigest(token));
  const known = Buffer.from(client?.registration?.tokenDigest ?? '');
  if (!client || !isRegistered(client) || !isSameSecret(known, digest) || isOver(client, now())) throw badToken();
  return client;
};

const assertUnchanged = (client: RegisteredClient, given: unknown): void => {
  const member = (name: string): unknown =>
    typeof given === 'object' && given !== null ? Reflect.get(given, name) : undefined;
  const fixed = [
    'registration_access_token',
    'registration_client_uri',
    'client_secret_expires_at',
    'client_id_issued_at',
  ];
  if (member('client_id') !== client.id || fixed.some((name) => member(name) !== undefined)) {
    throw new OAuthError('invalid_client_metadata', {
      description: 'The client_id is that of the client, and what only answers have is left out.',
    });
  }
};

/**
 * Replaces what a client said of itself. The way in which it proves itself stays: who holds its token alone does not change
 * who may use it. Throws as `registerClient` does.
 */
export const replaceRegistration = async (client: RegisteredClient, metadata: unknown): Promise<RegisteredClient> => {
  assertUnchanged(client, metadata);
  const { pool } = await cachedPool(client.poolId);
  const { registration } = client;
  const asked = readClientMetadata(metadata, permittedFlows(pool, registration.admittedBy !== undefined));
  if (asked.authMethod !== registration.authMethod) {
    throw new OAuthError('invalid_client_metadata', {
      description: 'The token_endpoint_auth_method can not be changed.',
    });
  }
  const oauth = oauthOf(asked);
  const { client: changed } = await changeAppClient(pool.id, client.id, ({ client: stored }) => {
    if (!isRegistered(stored)) throw badToken();
    const { displayName: _name, scopes: _scopes, ...kept } = stored.registration;
    return {
      name: nameOf(asked),
      settings: { ...stored.settings, ...settingsOf(asked) },
      oauth,
      registration: { ...kept, ...keptOf(asked) },
    };
  }).catch(orBusy);
  return isRegistered(changed) ? changed : client;
};

// A client that is gone meanwhile has no token any more.
const orBusy = (error: unknown): never => {
  if (isException(error, 'ResourceNotFoundException')) throw badToken();
  if (!isException(error, 'ConcurrentModificationException')) throw error;
  throw new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause: error });
};

/** Removes a client at its own wish. */
export const removeRegistration = async ({ poolId, id }: RegisteredClient): Promise<void> => {
  await deleteAppClient(poolId, id).catch(orBusy);
};
