import { isMonthOver, now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { rotationGrace } from '#shared/domain/app-clients/app-client.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { deviceTracking } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { keepsLink } from '#shared/domain/users/identities.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin } from '../sessions/origin.ts';
import { type SessionUse, sessionActivity } from '../sessions/session-slots.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { findFamily } from './find-family.ts';
import { type RefreshToken, refreshTokens } from './refresh-tokens.ts';
import { endSignIn } from './revocation.ts';
import { type AuthenticationResult, issueTokens } from './tokens.ts';

export interface RefreshRequest {
  readonly app: ClientRecord;
  readonly refreshToken: string;
  /** The device that the client names. */
  readonly deviceKey: string | undefined;
  /** The thumbprint of the key that the request proves, if it proves one. */
  readonly jkt?: string | undefined;
  readonly origin: Origin;
  readonly clientMetadata: TextMap | undefined;
  /** Proves the client, once the user is known. Throws NotAuthorizedException. */
  readonly proveClient: (user: User) => Promise<void>;
  /** The family as the new tokens state it, where the client asks for less of it. Throws where it asks for more. */
  readonly narrow?: (family: TokenFamily) => TokenFamily;
}

type Use = Pick<SessionUse, 'pool' | 'userKey'>;

interface Found {
  readonly token: RefreshToken;
  readonly user: User;
  readonly family: TokenFamily;
}

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

/** The refresh token of a public client that is bound to a key came without it: RFC 9449 section 5. */
export class UnprovedKey extends CognitoException {
  constructor() {
    super('NotAuthorizedException', 'Invalid Refresh Token');
  }
}

const revoked = (): CognitoException => refused('Refresh Token has been revoked');

const reused = (): CognitoException =>
  new CognitoException('RefreshTokenReuseException', 'Refresh token has already been used.');

// Tokens of a sign-in on a tracked device are refreshed only there, and only until the device is forgotten.
const assertOnDevice = (pool: UserPool, family: TokenFamily, device: Device | undefined): void => {
  if (!family.device || !deviceTracking(pool)) return;
  if (device?.key !== family.device.key || device.sub !== family.sub) throw refused('Invalid Refresh Token');
};

/**
 * The user and the family of a refresh token, as long as they last. One request of the store. Throws
 * NotAuthorizedException.
 */
export const findRefreshed = async (
  pool: UserPool,
  token: RefreshToken,
  deviceKey?: string,
): Promise<Found & { readonly device: Device | undefined }> => {
  const named = deviceTracking(pool) ? deviceKey : undefined;
  const { user, family, device } = await findFamily(tokenFamilyRepository(), pool, { ...token, deviceKey: named });
  if (!user || !family || family.sub !== user.sub) throw refused('Invalid Refresh Token');
  if (family.revoked || family.signOuts !== user.signOuts || !keepsLink(family, user)) throw revoked();
  if (family.expiresAt <= now()) throw refused('Refresh Token has expired');
  if (!user.enabled) throw refused('User is disabled.');
  return { token, user, family, device };
};

const find = async ({ app: { pool, client }, refreshToken, deviceKey, jkt }: RefreshRequest): Promise<Found> => {
  const token = await refreshTokens().open(pool, refreshToken);
  if (token?.clientId !== client.id) throw refused('Invalid Refresh Token');
  const { device, ...found } = await findRefreshed(pool, token, deviceKey);
  assertOnDevice(pool, found.family, device);
  if (found.family.jkt !== undefined && found.family.jkt !== jkt) throw new UnprovedKey();
  return found;
};

const isWithinGrace = ({ token, family }: Found): boolean =>
  token.rotation === family.rotations - 1 && now() < family.graceUntil;

/** True for a refresh token that was not rotated, or whose period of grace still runs. */
export const isUsable = (found: Found): boolean =>
  found.token.rotation === found.family.rotations || isWithinGrace(found);

// A token that comes back after its grace period was copied, so the holder of its successor is signed out, too.
const refuseReuse = async (app: ClientRecord, { token }: Found): Promise<never> => {
  await endSignIn(app.pool, token);
  throw reused();
};

/** Another request rotated the token meanwhile, or ended its family. */
class Overtaken extends Error {}

const successor = ({ pool }: ClientRecord, { token, family }: Found): Promise<string> =>
  refreshTokens().seal(pool, { ...token, rotation: family.rotations });

const rotate = async (request: RefreshRequest, found: Found, graceSeconds: number): Promise<string> => {
  const { app } = request;
  const { token, family } = found;
  if (token.rotation !== family.rotations)
    return isWithinGrace(found) ? successor(app, found) : refuseReuse(app, found);
  const graceUntil = now() + graceSeconds * 1000;
  const write = tokenFamilyRepository().rotate(app.pool.id, token.userKey, family, graceUntil, () => new Overtaken());
  try {
    await table().write([write]);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    // Of requests at the same moment, the others come within the grace that the first one gave.
    const again = await find(request);
    if (!isWithinGrace(again)) throw reused();
    return successor(app, again);
  }
  return successor(app, { ...found, family: { ...family, rotations: family.rotations + 1 } });
};

// Whoever has a refresh token may refresh for months, and is active in each of them.
const noteUse = async ({ pool, userKey }: Use, user: User, activity: readonly Write[]): Promise<void> => {
  if (!isMonthOver(user.activeMonth)) return table().write(activity);
  await (await import('../users/active-users.ts')).writeAsActive(pool.id, userKey, user, activity);
};

/**
 * Makes new tokens for a refresh token. It takes one request of the store, or two where `findFamily` says so, and a
 * write where the client rotates, the pool tracks sessions, or the user is active for the first time in a month. Throws NotAuthorizedException, and
 * RefreshTokenReuseException for a rotated token after its grace period.
 */
export const refresh = async (refreshRequest: RefreshRequest): Promise<AuthenticationResult> => {
  noteOnCall({ attempt: 'TokenRefresh' });
  const { app, origin, clientMetadata, proveClient, narrow, jkt } = refreshRequest;
  const found = await find(refreshRequest);
  await proveClient(found.user);
  const grace = rotationGrace(app.client);
  if (!isUsable(found)) return refuseReuse(app, found);
  const stated = narrow ? narrow(found.family) : found.family;
  const request = { app, user: found.user, source: 'TokenGeneration_RefreshTokens', clientMetadata } as const;
  const use = { pool: app.pool, userKey: found.token.userKey, family: found.family, origin };
  // Before the token is used up, so that a session is not lost where it cannot be noted.
  const activity = await sessionActivity(use, revoked);
  const [issued] = await Promise.all([issueTokens(request, stated, { jkt }), noteUse(use, found.user, activity)]);
  return grace === undefined ? issued : { ...issued, RefreshToken: await rotate(refreshRequest, found, grace) };
};
