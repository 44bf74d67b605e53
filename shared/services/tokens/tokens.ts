/** Makes tokens. Needs the right to open signing keys. */
import { randomUUID } from 'node:crypto';
import { isMonthOver, now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { isConfidential, tokenLifetimes } from '#shared/domain/app-clients/app-client.ts';
import { groupClaims } from '#shared/domain/groups/group-claims.ts';
import { isOpenId, toScopes } from '#shared/domain/oauth/scopes.ts';
import type { ActingParty } from '#shared/domain/tokens/acting-party.ts';
import { atHash } from '#shared/domain/tokens/at-hash.ts';
import {
  accessClaims,
  accessLifetime,
  type ClaimFacts,
  idClaims,
  oauthIdClaims,
  type TokenType,
  typeOf,
} from '#shared/domain/tokens/claims.ts';
import { activeKey } from '#shared/domain/tokens/signing-keys.ts';
import type { AuthContext, TokenFamily } from '#shared/domain/tokens/token-family.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { knownGroupsOf } from '../directory/known-groups.ts';
import type { Origin } from '../sessions/origin.ts';
import { takeSessionSlot } from '../sessions/session-slots.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { TextMap, TokenSource } from '../triggers/triggers.ts';
import { accessTokenForm, issuerOf } from './issuer.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { sign } from './sign.ts';

/** The result of a sign-in or refresh, as in the API. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  /** Undefined for a sign-in through the OAuth endpoints without the scope `openid`. */
  readonly IdToken?: string;
  readonly RefreshToken?: string;
  readonly TokenType: TokenType;
  /** Seconds until the access token expires. */
  readonly ExpiresIn: number;
  /** A device that can be confirmed now. */
  readonly NewDeviceMetadata?: { readonly DeviceKey: string; readonly DeviceGroupKey: string };
}

/** What tokens of the OAuth endpoints take from the request for them. */
export interface IssueOptions {
  /** What the client sent, to know its own answer. */
  readonly nonce?: string | undefined;
  /** The thumbprint of the key that the access token is bound to. */
  readonly jkt?: string | undefined;
  /** Who acts for the user by the access token. */
  readonly act?: ActingParty | undefined;
  /** When the access token expires at the latest, in seconds since the epoch. */
  readonly expiresBy?: number | undefined;
}

/** A sign-in that is about to get tokens. */
export interface Beginning {
  readonly userKey: string;
  readonly signInId: string;
  readonly device: TokenFamily['device'];
  readonly origin: Origin;
  readonly scopes: readonly string[];
  /** The resource that its access tokens are for; undefined for none in particular. */
  readonly audience: string | undefined;
  readonly authContext: AuthContext;
  /** What a sign-in through the OAuth endpoints brings along; undefined for one through the API. */
  readonly oauth?: IssueOptions | undefined;
}

export interface TokenRequest {
  readonly app: ClientRecord;
  readonly user: User;
  readonly source: TokenSource;
  readonly clientMetadata: TextMap | undefined;
}

type Signed = Pick<AuthenticationResult, 'AccessToken' | 'IdToken'>;

/** What tokens are made from, and with which keys. */
interface Prepared {
  readonly facts: ClaimFacts;
  readonly accessKey: SigningKey;
  readonly idKey: SigningKey;
  /** The type in the header of the access token. */
  readonly typ: string | undefined;
}

const signAccess = ({ facts, accessKey, typ }: Prepared): Promise<string> => sign(accessKey, accessClaims(facts), typ);

const signApi = async (prepared: Prepared): Promise<Signed> => {
  const { facts, idKey } = prepared;
  const [AccessToken, IdToken] = await Promise.all([signAccess(prepared), sign(idKey, idClaims(facts))]);
  return { AccessToken, IdToken };
};

// The ID token is bound to the access token, so that one comes first.
const signOAuth = async (prepared: Prepared, nonce: string | undefined): Promise<Signed> => {
  const { facts, idKey } = prepared;
  const AccessToken = await signAccess(prepared);
  if (!isOpenId(toScopes(facts.family.scope))) return { AccessToken };
  return { AccessToken, IdToken: await sign(idKey, oauthIdClaims(facts, { atHash: atHash(AccessToken), nonce })) };
};

const prepare = async (
  { app, user, source, clientMetadata }: TokenRequest,
  family: TokenFamily,
  { jkt, act, expiresBy }: IssueOptions,
): Promise<Prepared> => {
  const { pool, client, signingKeys } = app;
  const groups = groupClaims(await knownGroupsOf(pool.id, user.groups));
  const scopes = toScopes(family.scope);
  const occasion = { pool, clientId: client.id, clientMetadata };
  const changes = await triggers().preTokenGeneration({ ...occasion, source, user, groups, scopes });
  const jti = { access: randomUUID(), id: randomUUID() };
  const { typ, usualAudience } = accessTokenForm(pool);
  const toldFacts = { issuer: issuerOf(pool), usualAudience, client, user, family, groups, changes };
  return {
    facts: { ...toldFacts, now: now(), jti, jkt, act, expiresBy },
    accessKey: activeKey(signingKeys, 'access', now()),
    idKey: activeKey(signingKeys, 'id', now()),
    typ,
  };
};

/**
 * New access and ID tokens of a family. A nonce is for the first tokens of a sign-in alone: ID tokens of refreshes have
 * none (OpenID Connect Core section 12.2).
 */
export const issueTokens = async (
  request: TokenRequest,
  family: TokenFamily,
  options: IssueOptions = {},
): Promise<Omit<AuthenticationResult, 'RefreshToken'>> => {
  const prepared = await prepare(request, family, options);
  const signed = await (family.oauth ? signOAuth(prepared, options.nonce) : signApi(prepared));
  return { ...signed, TokenType: typeOf(options.jkt), ExpiresIn: tokenLifetimes(request.app.client).access };
};

/** A new access token alone of a family, for the client of the request, which need not be the family's. */
export const issueAccessToken = async (
  request: TokenRequest,
  family: TokenFamily,
  options: IssueOptions,
): Promise<Pick<AuthenticationResult, 'AccessToken' | 'TokenType' | 'ExpiresIn'>> => {
  const prepared = await prepare(request, family, options);
  const AccessToken = await signAccess(prepared);
  return { AccessToken, TokenType: typeOf(options.jkt), ExpiresIn: accessLifetime(prepared.facts) };
};

/**
 * The tokens of a sign-in. `writes` are made together with them, all or nothing, and only once. Throws
 * NotAuthorizedException where that sign-in got tokens before.
 */
export const beginTokens = async (
  request: TokenRequest,
  beginning: Beginning,
  writes: readonly Write[],
): Promise<AuthenticationResult> => {
  const { app, user } = request;
  const { pool, client } = app;
  const { userKey, signInId, device, origin, scopes, audience, authContext, oauth } = beginning;
  const family: TokenFamily = {
    id: signInId,
    originJti: authContext.ssoId === undefined ? randomUUID() : signInId,
    clientId: client.id,
    sub: user.sub,
    ...authContext,
    expiresAt: now() + tokenLifetimes(client).refresh * 1000,
    signOuts: user.signOuts,
    scope: scopes.join(' '),
    ...(audience !== undefined && { audience }),
    ...(oauth && { oauth: true }),
    // A client that can prove itself is what binds its refresh tokens.
    ...(oauth?.jkt !== undefined && !isConfidential(client) && { jkt: oauth.jkt }),
    rotations: 0,
    graceUntil: 0,
    revoked: false,
    ...(device && { device }),
  };
  const tokens = await issueTokens(request, family, oauth);
  const RefreshToken = await takeSessionSlot({ pool, userKey, family, origin }, async (slot, placing) => {
    const placed = slot === undefined ? family : { ...family, slot };
    const all = [tokenFamilyRepository().create(pool.id, userKey, placed), ...placing, ...writes];
    // On demand, as it happens once a month.
    if (!isMonthOver(user.activeMonth)) await table().write(all);
    else await (await import('../users/active-users.ts')).writeAsActive(pool.id, userKey, user, all);
    const token = { clientId: client.id, userKey, familyId: family.id, rotation: 0 };
    return refreshTokens().seal(pool, slot === undefined ? token : { ...token, slot });
  });
  const NewDeviceMetadata = device && !device.isConfirmed && { DeviceKey: device.key, DeviceGroupKey: device.groupKey };
  return { ...tokens, RefreshToken, ...(NewDeviceMetadata && { NewDeviceMetadata }) };
};
