import type { Table } from '#shared/data/table.ts';
import { SessionMoved, type SessionRepository } from '#shared/data/users/session-repository.ts';
import { FamilyGone, type TokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { UserRepository } from '#shared/data/users/user-repository.ts';
import { revokesTokens } from '#shared/domain/app-clients/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { RefreshToken, RefreshTokens } from './refresh-tokens.ts';

/** Ends sign-ins before their time. */
export interface Revocation {
  /**
   * Revokes a refresh token's family; one that is unknown or revoked already is no error. Throws
   * UnsupportedOperationException, UnsupportedTokenTypeException, UnauthorizedException.
   */
  readonly revoke: (app: ClientRecord, token: string) => Promise<void>;
  /** Revokes the family that a refresh token is of, and ends the session that it is; harmless where it is over. */
  readonly end: (pool: UserPool, token: RefreshToken) => Promise<void>;
  /** Revokes every token of a user. Throws UserNotFoundException. */
  readonly signOut: (pool: UserPool, userKey: string) => Promise<void>;
}

interface Deps {
  readonly families: TokenFamilyRepository;
  readonly refreshTokens: RefreshTokens;
  readonly sessionRepository: SessionRepository;
  readonly table: Table;
  readonly userRepository: UserRepository;
}

// Access and ID tokens are signed, in three parts; refresh tokens are encrypted, in five.
const isSignedToken = (token: string): boolean => token.split('.').length === 3;

const noUser = (): CognitoException => new CognitoException('UserNotFoundException', 'User does not exist.');

export const createRevocation = ({
  families,
  refreshTokens,
  sessionRepository,
  table,
  userRepository,
}: Deps): Revocation => {
  const end: Revocation['end'] = async (pool, { userKey, familyId, slot }) => {
    const revoked = families.revoke(pool.id, userKey, familyId);
    const freed = slot === undefined ? [] : [sessionRepository.remove(pool.id, userKey, { slot, familyId })];
    try {
      await table.write([revoked, ...freed]).catch((error: unknown) => {
        if (!(error instanceof SessionMoved)) throw error;
        return table.write([revoked]);
      });
    } catch (error) {
      if (!(error instanceof FamilyGone)) throw error;
    }
  };

  return {
    end,

    revoke: async ({ pool, client }, text) => {
      if (!revokesTokens(client)) {
        throw new CognitoException('UnsupportedOperationException', 'Token revocation is not enabled for the client.');
      }
      if (isSignedToken(text)) throw new CognitoException('UnsupportedTokenTypeException', 'Unsupported token type.');
      const token = await refreshTokens.open(pool, text);
      if (!token) return;
      if (token.clientId !== client.id) {
        throw new CognitoException('UnauthorizedException', 'The token was not issued to this client.');
      }
      await end(pool, token);
    },

    signOut: (pool, userKey) => table.write([userRepository.signOut(pool.id, userKey, noUser)]),
  };
};
