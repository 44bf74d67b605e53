/** Makes tokens. Needs the right to open signing keys. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { isConfidential, tokenLifetimes } from '#shared/domain/app-clients/app-client.ts';
import { groupClaims } from '#shared/domain/groups/group-claims.ts';
import { isOpenId, toScopes } from '#shared/domain/oauth/scopes.ts';
import { atHash } from '#shared/domain/tokens/at-hash.ts';
import {
  accessClaims,
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

const signApi = async (facts: ClaimFacts, accessKey: SigningKey, idKey: SigningKey, typ?: string): Promise<Signed> => {
  const [AccessToken, IdToken] = await Promise.all([
    sign(accessKey, accessClaims(facts), typ),
    sign(idKey, idClaims(facts)),
  ]);
  return { AccessToken, IdToken };
};

// The ID token is bound to the access token, so that one comes first.
const signOAuth = async (
  facts: ClaimFacts,
  accessKey: SigningKey,
  idKey: SigningKey,
  typ: string | undefined,
  nonce: string | undefined,
): Promise<Signed> => {
  const AccessToken = await sign(accessKey, accessClaims(facts), typ);
  if (!isOpenId(toScopes(facts.family.scope))) return { AccessToken };
  return { AccessToken, IdToken: await sign(idKey, oauthIdClaims(facts, { atHash: atHash(AccessToken), nonce })) };
};

/**
 * New access and ID tokens of a family. A nonce is for the first tokens of a sign-in alone: ID tokens of refreshes have
 * none (OpenID Connect Core section 12.2).
 */
export const issueTokens = async (
  { app, user, source, clientMetadata }: TokenRequest,
  family: TokenFamily,
  { nonce, jkt }: IssueOptions = {},
): Promise<Omit<AuthenticationResult, 'RefreshToken'>> => {
  const { pool, client, signingKeys } = app;
  const groups = groupClaims(await knownGroupsOf(pool.id, user.groups));
  const scopes = toScopes(family.scope);
  const occasion = { pool, clientId: client.id, clientMetadata };
  const changes = await triggers().preTokenGeneration({ ...occasion, source, user, groups, scopes });
  const jti = { access: randomUUID(), id: randomUUID() };
  const { typ, usualAudience } = accessTokenForm(pool);
  const facts = { issuer: issuerOf(pool), usualAudience, client, user, family, groups, changes, now: now(), jti, jkt };
  const keys = [activeKey(signingKeys, 'access', now()), activeKey(signingKeys, 'id', now())] as const;
  const signed = await (family.oauth ? signOAuth(facts, ...keys, typ, nonce) : signApi(facts, ...keys, typ));
  return { ...signed, TokenType: typeOf(jkt), ExpiresIn: tokenLifetimes(client).access };
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
    originJti: randomUUID(),
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
    await table().write([tokenFamilyRepository().create(pool.id, userKey, placed), ...placing, ...writes]);
    const token = { clientId: client.id, userKey, familyId: family.id, rotation: 0 };
    return refreshTokens().seal(pool, slot === undefined ? token : { ...token, slot });
  });
  const NewDeviceMetadata = device && !device.isConfirmed && { DeviceKey: device.key, DeviceGroupKey: device.groupKey };
  return { ...tokens, RefreshToken, ...(NewDeviceMetadata && { NewDeviceMetadata }) };
};
