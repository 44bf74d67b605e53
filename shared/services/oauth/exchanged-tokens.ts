/** Access tokens in exchange for tokens of others that the owner trusts: RFC 7523 section 2.1, RFC 8693. */
import { now } from '#shared/config/clock.ts';
import { trustedAssertionRepository } from '#shared/data/oauth/trusted-assertion-repository.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import { isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { isStandardScope } from '#shared/domain/app-clients/oauth-rules.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { scopesFor, toScopes } from '#shared/domain/oauth/scopes.ts';
import { keepsSignIns } from '#shared/domain/oauth/sso-session.ts';
import { customScopes } from '#shared/domain/resource-servers/resource-server.ts';
import { newSignInId } from '#shared/domain/sign-in/trail.ts';
import { type ActingParty, actingFor, actingParty } from '#shared/domain/tokens/acting-party.ts';
import { apiScope, boundKey } from '#shared/domain/tokens/claims.ts';
import { claimAt, usageOf } from '#shared/domain/tokens/token-trust.ts';
import { protectionMode } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { allowedCustomScopes } from '../resource-servers/allowed-scopes.ts';
import { findResourceServer } from '../resource-servers/resource-servers.ts';
import type { VouchedSignIn } from '../risk/vouched-sign-in.ts';
import { issueMachineToken } from '../tokens/machine-tokens.ts';
import { beginTokens } from '../tokens/tokens.ts';
import { userKeyOf, users } from '../users/users.ts';
import type { GrantedTokens, TokenRequest } from './grants/grant.ts';
import type { TrustedToken } from './trusted-tokens.ts';

/** What an exchanged token may do, and where. */
export interface ExchangeTarget {
  readonly scopes: readonly string[];
  readonly audience: string | undefined;
}

const invalid = (code: 'invalid_request' | 'invalid_scope' | 'invalid_target', description: string): OAuthError =>
  new OAuthError(code, { description });

const resourceIn = async ({ pool }: ClientRecord, parameters: Parameters) => {
  const [identifier, ...others] = new Set([...parameters.all('resource'), ...parameters.all('audience')]);
  if (identifier === undefined) return undefined;
  if (others.length > 0) throw invalid('invalid_target', 'One resource is supported.');
  const server = await findResourceServer(pool.id, identifier);
  if (!server) throw invalid('invalid_target', 'The resource is no resource server of the user pool.');
  return server;
};

/**
 * The scopes and the resource that a request asks for. Scopes are those of `most` which the client has as well: all of them
 * where the request names none, and never the one that lets its bearer act for the user at the API. Throws invalid_scope and
 * invalid_target.
 */
export const exchangeTarget = async (
  app: ClientRecord,
  parameters: Parameters,
  most: readonly string[],
  formerAudience?: string,
): Promise<ExchangeTarget> => {
  const custom = await allowedCustomScopes(app);
  const own = (app.client.settings.AllowedOAuthScopes ?? []).filter(isStandardScope);
  const possible = [...own, ...custom].filter((scope) => scope !== apiScope && most.includes(scope));
  const asked = [...new Set(toScopes(parameters.get('scope') ?? ''))];
  const server = await resourceIn(app, parameters);
  const named = asked.length > 0 ? asked : possible;
  if (named.length === 0 || !named.every((scope) => possible.includes(scope))) {
    throw invalid('invalid_scope', 'The scopes are more than the token and the client have.');
  }
  const scopes = server ? scopesFor(customScopes(server), named, asked.length > 0) : named;
  if (!scopes) throw invalid('invalid_scope', 'The scopes are not those of the resource.');
  return { scopes, audience: server?.identifier ?? formerAudience };
};

const forMachine = async (
  { app, jkt }: TokenRequest,
  { scopes, audience }: ExchangeTarget,
  act: ActingParty | undefined,
): Promise<GrantedTokens> => {
  const granted = scopes.filter((scope) => !isStandardScope(scope));
  if (granted.length < scopes.length) throw invalid('invalid_scope', 'A machine has no scopes of users.');
  return issueMachineToken({ app, scopes: granted, audience, clientMetadata: undefined, jkt, act });
};

// Users choose their preferred usernames: one of them could be the name of somebody else at the issuer.
const isChosenName = (pool: UserPool, { username, attributes }: User, name: string): boolean => {
  const { preferred_username: chosen } = attributes;
  const key = userKeyOf(pool, name);
  return chosen !== undefined && userKeyOf(pool, chosen) === key && userKeyOf(pool, username) !== key;
};

const findNamed = async ({ pool }: ClientRecord, name: unknown, refused: () => OAuthError) => {
  // Half a character is nobody's name, and no key of the store.
  if (typeof name !== 'string' || !name.isWellFormed()) throw refused();
  const { userKey, user } = await users().find(pool, name);
  if (!user || isChosenName(pool, user, name) || !keepsSignIns(user, {})) throw refused();
  return { userKey, user };
};

// Loaded only where threat protection is on.
const notedIn = async (signIn: VouchedSignIn): Promise<readonly Write[]> =>
  protectionMode(signIn.app.pool) === 'OFF' ? [] : [(await import('../risk/vouched-sign-in.ts')).noteVouched(signIn)];

// A retry cannot be told from somebody who found the token.
const usedUp = (
  { app }: TokenRequest,
  { trust, claims }: TrustedToken,
  refused: () => OAuthError,
): readonly Write[] => {
  if (!trust.useOnce) return [];
  const used = { poolId: app.pool.id, issuer: trust.issuer, ...usageOf(claims) };
  return [trustedAssertionRepository().use(used, now(), refused)];
};

// The sign-in has no refresh token that anybody knows: who brings the other token again gets another one.
const forUser = async (
  { app, origin, jkt }: TokenRequest,
  { scopes, audience }: ExchangeTarget,
  token: TrustedToken,
  uses: readonly Write[],
  refused: () => OAuthError,
): Promise<GrantedTokens> => {
  const { trust, claims } = token;
  const { userKey, user } = await findNamed(app, claimAt(claims, trust.usernameClaim ?? ''), refused);
  const request = { app, user, source: 'TokenGeneration_HostedAuth', clientMetadata: undefined } as const;
  const [signInId, oauth, authContext] = [newSignInId(now()), { jkt }, { authTime: now() }];
  const beginning = { userKey, signInId, device: undefined, origin, scopes, audience, authContext, oauth };
  const noted = await notedIn({ app, userKey, user, signInId, origin });
  const { AccessToken, ExpiresIn, TokenType } = await beginTokens(request, beginning, [...uses, ...noted]);
  return { AccessToken, ExpiresIn, TokenType };
};

// What is bound to a key proves nothing without it. A client that proves itself has seen the proof: RFC 9449 section 7.1. Others
// have to bring it here.
const isHeldBy = ({ app, jkt }: TokenRequest, { claims }: TrustedToken): boolean =>
  claims.cnf === undefined || isConfidential(app.client) || (jkt !== undefined && boundKey(claims) === jkt);

/**
 * An access token for a token of another issuer: for the user that it names, or for the app client itself. Then `act` says whose
 * token it was. `refused` gives the error where nobody is named who may sign in, and for a token that is bound to a key which a
 * client without a secret does not prove. Throws invalid_scope and invalid_target.
 */
export const exchangeTrusted = async (
  request: TokenRequest,
  token: TrustedToken,
  refused: () => OAuthError,
): Promise<GrantedTokens & { readonly Scope: string }> => {
  const { app, parameters } = request;
  const { trust, claims } = token;
  if (!isHeldBy(request, token)) throw refused();
  const { settings } = app.client;
  const most = trust.scopes ?? settings.AllowedOAuthScopes ?? [];
  const isOfUser = trust.usernameClaim !== undefined;
  const target = await exchangeTarget(app, parameters, isOfUser ? most : most.filter((one) => !isStandardScope(one)));
  const Scope = target.scopes.join(' ');
  const uses = usedUp(request, token, refused);
  if (isOfUser) return { ...(await forUser(request, target, token, uses, refused)), Scope };
  const act = actingFor({ sub: claims.sub ?? '', iss: trust.issuer }, actingParty(claims));
  if (!act) throw refused();
  if (uses.length > 0) await table().write(uses);
  return { ...(await forMachine(request, target, act)), Scope };
};
