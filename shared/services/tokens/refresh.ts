import { now } from '#shared/config/clock.ts';
import type { Table } from '#shared/data/table.ts';
import type { TokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { rotationGrace } from '#shared/domain/app-clients/settings.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { TextMap } from '../triggers/triggers.ts';
import type { RefreshToken, RefreshTokens } from './refresh-tokens.ts';
import type { AuthenticationResult, Tokens } from './tokens.ts';

export interface RefreshRequest {
  readonly at: ClientRecord;
  readonly refreshToken: string;
  readonly clientMetadata: TextMap | undefined;
  /** Proves the client, once the user is known. Throws NotAuthorizedException. */
  readonly proveClient: (user: User) => Promise<void>;
}

/**
 * Makes new tokens of a refresh token: one request of the store, and a write where the client rotates. Throws
 * NotAuthorizedException, and RefreshTokenReuseException for a token that was rotated before its grace.
 */
export type Refresh = (request: RefreshRequest) => Promise<AuthenticationResult>;

interface Deps {
  readonly families: TokenFamilyRepository;
  readonly refreshTokens: RefreshTokens;
  readonly table: Table;
  readonly tokens: Tokens;
}

interface Found {
  readonly token: RefreshToken;
  readonly user: User;
  readonly family: TokenFamily;
}

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

const reused = (): CognitoException =>
  new CognitoException('RefreshTokenReuseException', 'Refresh token has already been used.');

export const createRefresh = ({ families, refreshTokens, table, tokens }: Deps): Refresh => {
  const find = async ({ pool, client }: ClientRecord, text: string): Promise<Found> => {
    const token = await refreshTokens.open(pool, text);
    if (token?.clientId !== client.id) throw refused('Invalid Refresh Token');
    const { user, family } = await families.findWithUser(pool.id, token.userKey, token.familyId);
    if (!user || !family || family.sub !== user.sub) throw refused('Invalid Refresh Token');
    if (family.revoked || family.signOuts !== user.signOuts) throw refused('Refresh Token has been revoked');
    if (family.expiresAt <= now()) throw refused('Refresh Token has expired');
    if (!user.enabled) throw refused('User is disabled.');
    return { token, user, family };
  };

  const isWithinGrace = ({ token, family }: Found): boolean =>
    token.rotation === family.rotations - 1 && now() < family.graceUntil;

  // A token that comes back after its grace was copied: whoever holds its successor is out, too.
  const refuseReuse = async (at: ClientRecord, { token }: Found): Promise<never> => {
    await table.write([families.revoke(at.pool.id, token.userKey, token.familyId)]);
    throw reused();
  };

  const rotate = async (at: ClientRecord, found: Found, graceSeconds: number): Promise<string> => {
    const { token, family } = found;
    if (token.rotation === family.rotations) {
      const graceUntil = now() + graceSeconds * 1000;
      await table.write([families.rotate(at.pool.id, token.userKey, family, graceUntil, reused)]);
      return refreshTokens.seal(at.pool, { ...token, rotation: family.rotations + 1 });
    }
    if (!isWithinGrace(found)) return refuseReuse(at, found);
    return refreshTokens.seal(at.pool, { ...token, rotation: family.rotations });
  };

  return async ({ at, refreshToken, clientMetadata, proveClient }) => {
    const found = await find(at, refreshToken);
    await proveClient(found.user);
    const grace = rotationGrace(at.client);
    if (found.token.rotation !== found.family.rotations && !isWithinGrace(found)) return refuseReuse(at, found);
    const request = { at, user: found.user, source: 'TokenGeneration_RefreshTokens', clientMetadata } as const;
    const issued = await tokens.issue(request, found.family);
    return grace === undefined ? issued : { ...issued, RefreshToken: await rotate(at, found, grace) };
  };
};
