/** Makes tokens. Needs the right to open signing keys. */
import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { tokenLifetimes } from '#shared/domain/app-clients/app-client.ts';
import { groupClaims } from '#shared/domain/groups/group-claims.ts';
import { accessClaims, type Claims, idClaims } from '#shared/domain/tokens/claims.ts';
import { signToken } from '#shared/domain/tokens/signed-token.ts';
import { activeKey } from '#shared/domain/tokens/signing-keys.ts';
import type { AuthContext, TokenFamily } from '#shared/domain/tokens/token-family.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { knownGroupsOf } from '../directory/known-groups.ts';
import { sealing } from '../sealing/sealing.ts';
import type { Origin } from '../sessions/origin.ts';
import { takeSessionSlot } from '../sessions/session-slots.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { TextMap, TokenSource } from '../triggers/triggers.ts';
import { issuerOf } from './issuer.ts';
import { refreshTokens } from './refresh-tokens.ts';

/** The result of a sign-in or refresh, as in the API. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly TokenType: 'Bearer';
  /** Seconds until the access token expires. */
  readonly ExpiresIn: number;
  /** A device that can be confirmed now. */
  readonly NewDeviceMetadata?: { readonly DeviceKey: string; readonly DeviceGroupKey: string };
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
}

export interface TokenRequest {
  readonly app: ClientRecord;
  readonly user: User;
  readonly source: TokenSource;
  readonly clientMetadata: TextMap | undefined;
}

const opened = new WeakMap<SigningKey, Promise<KeyObject>>();

const privateKey = (key: SigningKey): Promise<KeyObject> => {
  const known = opened.get(key);
  if (known) return known;
  const opening = sealing()
    .signing(key)
    .then((seal) => {
      const der = seal.open('signing key', key.privateKey);
      if (!der) throw new Error(`The signing key ${key.kid} does not open.`);
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    });
  opened.set(key, opening);
  return opening;
};

const sign = async (key: SigningKey, claims: Claims): Promise<string> =>
  signToken(await privateKey(key), key.kid, claims);

/** New access and ID tokens of a family. */
export const issueTokens = async (
  { app, user, source, clientMetadata }: TokenRequest,
  family: TokenFamily,
): Promise<Omit<AuthenticationResult, 'RefreshToken'>> => {
  const { pool, client, signingKeys } = app;
  const groups = groupClaims(await knownGroupsOf(pool.id, user.groups));
  const scopes = family.scope.split(' ');
  const occasion = { pool, clientId: client.id, clientMetadata };
  const changes = await triggers().preTokenGeneration({ ...occasion, source, user, groups, scopes });
  const jti = { access: randomUUID(), id: randomUUID() };
  const facts = { issuer: issuerOf(pool), client, user, family, groups, changes, now: now(), jti };
  const [AccessToken, IdToken] = await Promise.all([
    sign(activeKey(signingKeys, 'access', now()), accessClaims(facts)),
    sign(activeKey(signingKeys, 'id', now()), idClaims(facts)),
  ]);
  return { AccessToken, IdToken, TokenType: 'Bearer', ExpiresIn: tokenLifetimes(client).access };
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
  const { userKey, signInId, device, origin, scopes, audience, authContext } = beginning;
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
    rotations: 0,
    graceUntil: 0,
    revoked: false,
    ...(device && { device }),
  };
  const tokens = await issueTokens(request, family);
  const RefreshToken = await takeSessionSlot({ pool, userKey, family, origin }, async (slot, placing) => {
    const placed = slot === undefined ? family : { ...family, slot };
    await table().write([tokenFamilyRepository().create(pool.id, userKey, placed), ...placing, ...writes]);
    const token = { clientId: client.id, userKey, familyId: family.id, rotation: 0 };
    return refreshTokens().seal(pool, slot === undefined ? token : { ...token, slot });
  });
  const NewDeviceMetadata = device && !device.isConfirmed && { DeviceKey: device.key, DeviceGroupKey: device.groupKey };
  return { ...tokens, RefreshToken, ...(NewDeviceMetadata && { NewDeviceMetadata }) };
};
