import type { JWTPayload } from 'jose';
import { isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { allowsGrant } from '#shared/domain/app-clients/client-oauth.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { toScopes } from '#shared/domain/oauth/scopes.ts';
import { type ActingParty, actingFor, actingParty, mayAct } from '#shared/domain/tokens/acting-party.ts';
import { isException } from '#shared/errors/exception.ts';
import { assertClients, type Bearer, bearerOf, verifyAccessToken } from '../../callers/access-token.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { issuersOf } from '../../tokens/issuer.ts';
import { issueMachineToken } from '../../tokens/machine-tokens.ts';
import { issueAccessToken } from '../../tokens/tokens.ts';
import { exchangeTarget, exchangeTrusted } from '../exchanged-tokens.ts';
import { claimsOf, findTrusted } from '../trusted-tokens.ts';
import type { Grant, GrantedTokens, TokenRequest } from './grant.ts';

/** Its name at the token endpoint. */
export const tokenExchangeType = 'urn:ietf:params:oauth:grant-type:token-exchange';

const typePrefix = 'urn:ietf:params:oauth:token-type:';
const accessTokenType = `${typePrefix}access_token`;
const jwtType = `${typePrefix}jwt`;
const idTokenType = `${typePrefix}id_token`;

const refused = (description: string): OAuthError => new OAuthError('invalid_request', { description });

// What is wrong with a token is invalid_request here: RFC 8693 section 2.2.2.
const badSubject = (): OAuthError => refused('The subject_token is not taken.');

const badActor = (): OAuthError => refused('The actor_token is not taken.');

const assertTypes = (parameters: Parameters): void => {
  const asked = parameters.get('requested_token_type') ?? accessTokenType;
  if (asked !== accessTokenType && asked !== jwtType) throw refused('The requested_token_type is not supported.');
  const type = parameters.require('subject_token_type');
  if (![accessTokenType, jwtType, idTokenType].includes(type)) {
    throw refused('The subject_token_type is not supported.');
  }
};

/** An access token of the pool that holds: of a user, or of a machine. */
interface OwnToken {
  readonly payload: JWTPayload;
  /** Undefined for a machine. */
  readonly bearer: Bearer | undefined;
}

const readOwn = async ({ pool }: ClientRecord, token: string, bad: () => OAuthError): Promise<OwnToken> => {
  try {
    const verified = await verifyAccessToken(token);
    const { payload, record } = verified;
    if (record.pool.id !== pool.id) throw bad();
    await assertClients(verified);
    return { payload, bearer: payload.username === undefined ? undefined : await bearerOf(verified) };
  } catch (error) {
    const isOver = isException(error, 'NotAuthorizedException', 'UserNotFoundException', 'ResourceNotFoundException');
    throw isOver ? bad() : error;
  }
};

const actorIn = async (app: ClientRecord, parameters: Parameters): Promise<JWTPayload | undefined> => {
  const [token, type] = [parameters.get('actor_token'), parameters.get('actor_token_type')];
  if (token === undefined && type === undefined) return undefined;
  if (token === undefined || (type !== accessTokenType && type !== jwtType)) throw badActor();
  return (await readOwn(app, token, badActor)).payload;
};

// Without an actor, the client gets a token as the subject itself, which has the parties that act for it already.
const actFor = (subject: JWTPayload, actor: JWTPayload | undefined, clientId: string): ActingParty | undefined => {
  const sub = actor?.sub ?? clientId;
  if (!mayAct(subject, { sub, clientId })) throw refused('The subject_token does not let this party act.');
  const former = actingParty(subject);
  if (!actor) return former;
  const act = actingFor({ sub }, former);
  if (!act) throw refused('Too many parties act one for the other.');
  return act;
};

// The usual audiences of tokens that are for no resource are the issuer and the app client.
const resourceOf = ({ pool }: ClientRecord, { aud, client_id: clientId }: JWTPayload): string | undefined =>
  typeof aud === 'string' && aud !== clientId && !issuersOf(pool).includes(aud) ? aud : undefined;

const exchangeOwn = async (request: TokenRequest, token: string): Promise<GrantedTokens & { Scope: string }> => {
  const { app, parameters, jkt } = request;
  // Whoever finds a token could make others of it.
  if (!isConfidential(app.client)) throw new OAuthError('unauthorized_client');
  const { payload, bearer } = await readOwn(app, token, badSubject);
  const act = actFor(payload, await actorIn(app, parameters), app.client.id);
  const most = toScopes(typeof payload.scope === 'string' ? payload.scope : '');
  const { scopes, audience } = await exchangeTarget(app, parameters, most, resourceOf(app, payload));
  const options = { jkt, act, expiresBy: payload.exp };
  const Scope = scopes.join(' ');
  if (!bearer) {
    const machine = { app, scopes, audience, clientMetadata: undefined, subject: payload.sub, ...options };
    return { ...(await issueMachineToken(machine)), Scope };
  }
  const { user, family } = bearer;
  const { audience: _former, device: _device, ...lasting } = family;
  const stated = { ...lasting, scope: Scope, oauth: true as const, ...(audience !== undefined && { audience }) };
  const occasion = { app, user, source: 'TokenGeneration_RefreshTokens', clientMetadata: undefined } as const;
  return { ...(await issueAccessToken(occasion, stated, options)), Scope };
};

const exchangeForeign = async (request: TokenRequest, token: string): Promise<GrantedTokens & { Scope: string }> => {
  const trusted = await findTrusted(request.app, token);
  if (!trusted) throw badSubject();
  if (request.parameters.get('actor_token') !== undefined) throw badActor();
  return exchangeTrusted(request, trusted, badSubject);
};

/**
 * token-exchange: an access token for another token, with less scopes, for another resource, or for somebody who acts for its
 * subject. RFC 8693. The subject is an access token of the pool, or a token of an issuer that the owner trusts. What comes of
 * the pool's own tokens ends with them, and with their sign-in. Throws unauthorized_client, invalid_request, invalid_scope,
 * invalid_target.
 */
export const tokenExchange: Grant = async (request) => {
  const { app, parameters } = request;
  if (!allowsGrant(app.client, tokenExchangeType)) throw new OAuthError('unauthorized_client');
  assertTypes(parameters);
  const token = parameters.require('subject_token');
  const isOwn = issuersOf(app.pool).includes(claimsOf(token)?.iss ?? '');
  const granted = await (isOwn ? exchangeOwn(request, token) : exchangeForeign(request, token));
  return { ...granted, IssuedTokenType: accessTokenType };
};
