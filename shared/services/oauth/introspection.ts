/** What tokens say, as long as they hold: RFC 7662. */
import type { JWTPayload } from 'jose';
import { clientIdOf } from '#shared/domain/app-clients/app-client.ts';
import { isRegistered } from '#shared/domain/app-clients/registered-client.ts';
import { boundKey, keyClaim, typeOf } from '#shared/domain/tokens/claims.ts';
import { isException } from '#shared/errors/exception.ts';
import { assertClients, bearerOf, verifyAccessToken } from '../callers/access-token.ts';
import { type ClientRecord, cachedClientOf } from '../directory/directory.ts';
import { issuerOf } from '../tokens/issuer.ts';
import { findRefreshed, isUsable } from '../tokens/refresh.ts';
import { refreshTokens } from '../tokens/refresh-tokens.ts';

/** RFC 7662 section 2.2. */
export type Introspection =
  | { readonly active: false }
  | ({ readonly active: true } & Readonly<Record<string, unknown>>);

const inactive: Introspection = { active: false };

const facts = ({ scope, client_id, username, exp, iat, sub, aud, iss, jti, acr, auth_time, cnf, act }: JWTPayload) => ({
  scope,
  client_id,
  username,
  token_type: typeOf(boundKey({ cnf })),
  exp,
  iat,
  sub,
  aud,
  iss,
  jti,
  acr,
  auth_time,
  cnf,
  act,
});

// Whoever may register is not to try out tokens of others: RFC 7662 section 4.
const isToldOf = ({ client }: ClientRecord, clientId: unknown): boolean =>
  !isRegistered(client) || clientId === clientIdOf(client);

const ofAccessToken = async (app: ClientRecord, token: string): Promise<Introspection> => {
  const { pool } = app;
  const verified = await verifyAccessToken(token);
  const { record, payload } = verified;
  if (record.pool.id !== pool.id || !isToldOf(app, payload.client_id)) return inactive;
  await assertClients(verified);
  // The token of a machine holds until it expires.
  if (payload.username !== undefined) await bearerOf(verified);
  return { active: true, ...facts(payload) };
};

const ofRefreshToken = async ({ pool, client: asking }: ClientRecord, text: string): Promise<Introspection> => {
  const token = await refreshTokens().open(pool, text);
  if (!token || (isRegistered(asking) && token.clientId !== asking.id)) return inactive;
  const { client } = await cachedClientOf(pool.id, token.clientId);
  const found = await findRefreshed(pool, token);
  if (!isUsable(found)) return inactive;
  const { user, family } = found;
  return {
    active: true,
    scope: family.scope,
    client_id: clientIdOf(client),
    username: user.username,
    exp: Math.floor(family.expiresAt / 1000),
    sub: user.sub,
    aud: family.audience,
    iss: issuerOf(pool),
    acr: family.acr,
    auth_time: Math.floor(family.authTime / 1000),
    ...keyClaim(family.jkt),
  };
};

/**
 * What a token of the app's pool says: an access token, or a refresh token. Whatever else it is, is inactive. A client that
 * registered itself hears of its own tokens alone. It takes one request of the store, or none for the token of a machine.
 */
export const introspect = async (app: ClientRecord, token: string): Promise<Introspection> => {
  try {
    return await (token.split('.', 6).length === 5 ? ofRefreshToken(app, token) : ofAccessToken(app, token));
  } catch (error) {
    const isOver = isException(error, 'NotAuthorizedException', 'UserNotFoundException', 'ResourceNotFoundException');
    if (isOver) return inactive;
    throw error;
  }
};
