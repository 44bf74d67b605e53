/** Answers requests for authorization, once it is known who the user is: RFC 6749 sections 4.1 and 4.2. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { authorizationCodeRepository } from '#shared/data/oauth/authorization-code-repository.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { isStandardScope } from '#shared/domain/app-clients/oauth-rules.ts';
import { isRegistered } from '#shared/domain/app-clients/registered-client.ts';
import { type AuthorizationCode, codeDigest, codeLifetimeMs } from '#shared/domain/oauth/authorization-code.ts';
import {
  type AuthorizationRequest,
  clientIdOf,
  RefusedRequest,
  UntrustedRequest,
} from '#shared/domain/oauth/authorization-request.ts';
import {
  type AuthorizationResponse,
  accountLocation,
  addPasskeyLocation,
  deviceLocation,
  type GrantResponse,
  respond,
} from '#shared/domain/oauth/authorization-response.ts';
import { OAuthError, type OAuthErrorCode } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { foreignScopes, scopesFor } from '#shared/domain/oauth/scopes.ts';
import { customScopes } from '#shared/domain/resource-servers/resource-server.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import type { AuthContext } from '#shared/domain/tokens/token-family.ts';
import type { User } from '#shared/domain/users/user.ts';
import { isException } from '#shared/errors/exception.ts';
import { type ClientRecord, cachedClient, cachedClientOf } from '../directory/directory.ts';
import { allowedCustomScopes } from '../resource-servers/allowed-scopes.ts';
import { findResourceServer } from '../resource-servers/resource-servers.ts';
import type { Origin } from '../sessions/origin.ts';
import { knownIssuer } from '../tokens/issuer.ts';
import { beginTokens } from '../tokens/tokens.ts';
import { servedPool } from '../user-pool-domains/served-pool.ts';
import { readIdTokenHint } from './id-token-hint.ts';

/** The app with that client id, where the host serves its pool. Throws UntrustedRequest. */
export const findAppById = async (clientId: string, host: string): Promise<ClientRecord> => {
  try {
    const poolId = await servedPool(host);
    return await (poolId === undefined ? cachedClient(clientId) : cachedClientOf(poolId, clientId));
  } catch (error) {
    if (!isException(error, 'ResourceNotFoundException')) throw error;
  }
  throw new UntrustedRequest('invalid_request');
};

/** The app that a request names, where the host serves its pool. Throws UntrustedRequest. */
export const findApp = async (parameters: Parameters, host: string): Promise<ClientRecord> =>
  findAppById(clientIdOf(parameters), host);

// Clients keep the scopes of resource servers that are gone in their settings.
const withExistingScopes = async (app: ClientRecord, request: AuthorizationRequest): Promise<AuthorizationRequest> => {
  const { scopes, namesScopes } = request;
  if (scopes.every(isStandardScope)) return request;
  const custom = await allowedCustomScopes(app);
  const existing = scopes.filter((scope) => isStandardScope(scope) || custom.includes(scope));
  if (existing.length === scopes.length) return request;
  if (namesScopes || existing.length === 0) throw new RefusedRequest(new OAuthError('invalid_scope'), request);
  return { ...request, scopes: existing };
};

// Scopes of other resource servers would stand in a token that is not for these: RFC 8707 section 2.
const boundTo = async (
  { pool, client }: ClientRecord,
  request: AuthorizationRequest,
): Promise<AuthorizationRequest> => {
  const { resource, scopes, namesScopes, responseType } = request;
  if (resource === undefined) return request;
  const refuse = (code: OAuthErrorCode, description: string): RefusedRequest =>
    new RefusedRequest(new OAuthError(code, { description }), request);
  const server = await findResourceServer(pool.id, resource);
  if (!server) {
    const isForNobody = responseType === 'code' && clientOAuth(client).unregisteredResource === 'AS_COGNITO';
    if (isForNobody) return { ...request, isForNobody };
    throw refuse('invalid_target', 'The resource is no resource server of the user pool.');
  }
  const fitting = scopesFor(customScopes(server), scopes, namesScopes);
  if (!fitting) throw refuse('invalid_request', foreignScopes);
  // The token is for the server by its own name.
  return { ...request, resource: server.identifier, scopes: fitting };
};

const withExpected = (app: ClientRecord, request: AuthorizationRequest): AuthorizationRequest => {
  if (request.idTokenHint === undefined) return request;
  const expectedSub = readIdTokenHint(app, request.idTokenHint)?.sub;
  if (expectedSub !== undefined) return { ...request, expectedSub };
  const description = 'The id_token_hint is no ID token of the client.';
  throw new RefusedRequest(new OAuthError('invalid_request', { description }), request);
};

/**
 * The request as the settings of the client and of the pool allow it: where it names no scopes, with those that there are
 * and, for a resource, with those that the resource has. It says whom the app expects. Throws RefusedRequest.
 */
export const allowed = async (app: ClientRecord, request: AuthorizationRequest): Promise<AuthorizationRequest> => {
  const { requiresPkce, requiresDpop } = clientOAuth(app.client);
  // No key is proved on the way through a browser.
  if (requiresDpop && request.responseType === 'token') {
    throw new RefusedRequest(new OAuthError('unauthorized_client'), request);
  }
  if (requiresPkce && request.responseType === 'code' && request.codeChallenge === undefined) {
    const error = new OAuthError('invalid_request', { description: 'A code_challenge is required.' });
    throw new RefusedRequest(error, request);
  }
  return boundTo(app, await withExistingScopes(app, withExpected(app, request)));
};

/** Whom an app gets an answer about. */
export interface Granted {
  readonly userKey: string;
  readonly user: User;
  readonly authContext: AuthContext;
  readonly origin: Origin;
  /** True where the user has allowed it on the page that asks. */
  readonly isAllowed?: boolean;
}

const withCode = async (
  app: ClientRecord,
  request: AuthorizationRequest,
  { userKey, user, authContext }: Granted,
  writes: readonly Write[],
): Promise<AuthorizationResponse> => {
  const { pool, client } = app;
  const { redirectUri, namesRedirect, scopes, nonce, codeChallenge, dpopJkt, resource, isForNobody } = request;
  const code = randomUUID();
  const stored: AuthorizationCode = {
    clientId: client.id,
    userKey,
    sub: user.sub,
    redirectUri,
    namesRedirect,
    scopes,
    ...(nonce !== undefined && { nonce }),
    ...(codeChallenge !== undefined && { codeChallenge }),
    ...(dpopJkt !== undefined && { dpopJkt }),
    ...(resource !== undefined && { resource }),
    ...(isForNobody && { isForNobody }),
    authContext,
    signOuts: user.signOuts,
    expiresAt: now() + codeLifetimeMs,
  };
  await table().write([...writes, authorizationCodeRepository().create(pool.id, codeDigest(code), stored)]);
  return respond(request, knownIssuer(app), { code });
};

const withTokens = async (
  app: ClientRecord,
  request: AuthorizationRequest,
  { userKey, user, authContext, origin }: Granted,
  writes: readonly Write[],
): Promise<AuthorizationResponse> => {
  const { scopes, resource: audience, nonce } = request;
  const tokenRequest = { app, user, source: 'TokenGeneration_HostedAuth', clientMetadata: undefined } as const;
  const beginning = {
    userKey,
    signInId: newSignInId(now()),
    device: undefined,
    origin,
    scopes,
    audience,
    authContext,
    oauth: { nonce, jkt: undefined },
  };
  // No refresh token: RFC 6749 section 4.2.2.
  const { IdToken, AccessToken, ExpiresIn, TokenType } = await beginTokens(tokenRequest, beginning, writes);
  return respond(request, knownIssuer(app), {
    id_token: IdToken,
    access_token: AccessToken,
    expires_in: String(ExpiresIn),
    token_type: TokenType,
  });
};

const toAddPasskey = async (
  { client }: ClientRecord,
  request: AuthorizationRequest,
  _granted: Granted,
  writes: readonly Write[],
): Promise<AuthorizationResponse> => {
  if (writes.length > 0) await table().write(writes);
  return { location: addPasskeyLocation(client.id, request) };
};

const toAccount = async (
  { client }: ClientRecord,
  request: AuthorizationRequest,
  _granted: Granted,
  writes: readonly Write[],
): Promise<AuthorizationResponse> => {
  if (writes.length > 0) await table().write(writes);
  return { location: accountLocation(client.id, request, request.accountPart) };
};

const toConsent = async (writes: readonly Write[]): Promise<'consent'> => {
  if (writes.length > 0) await table().write(writes);
  return 'consent';
};

// The user has yet to say that the device is to be connected.
const toConnectDevice = async (
  _app: ClientRecord,
  { userCode = '' }: AuthorizationRequest,
  _granted: Granted,
  writes: readonly Write[],
): Promise<AuthorizationResponse> => {
  if (writes.length > 0) await table().write(writes);
  return { location: deviceLocation(userCode) };
};

const grants = {
  code: withCode,
  token: withTokens,
  add_passkey: toAddPasskey,
  device_code: toConnectDevice,
  account: toAccount,
};

/**
 * The answer that grants what the app asked for, or `consent` where the user has to be asked first: a client that registered
 * itself gets nothing without, each time (RFC 8252 section 8.6). `writes` are made together with what it grants.
 */
export const grant = (
  app: ClientRecord,
  request: AuthorizationRequest,
  granted: Granted,
  writes: readonly Write[] = [],
): Promise<GrantResponse> =>
  isRegistered(app.client) && !granted.isAllowed
    ? toConsent(writes)
    : grants[request.responseType](app, request, granted, writes);
