import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { newSeed, toSecretCode } from '#shared/domain/totp/totp.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import type { ClientRecord, Directory } from '../directory/directory.ts';
import { assertFriendlyName, assertOffered, getFirstStep } from '../totp/software-tokens.ts';
import { type ChallengeSession, type ChallengeSessions, clientNamedBy } from './challenge-sessions.ts';

/**
 * Authenticator apps of users who set one up while signing in: until the sign-in goes on from it, the Session carries
 * all of it and nothing is stored.
 */
export interface SoftwareTokenSetup {
  /**
   * A new seed, in base32, and the Session to go on with. Throws NotAuthorizedException for a Session that waits for no
   * set-up, SoftwareTokenMFANotFoundException where the pool takes no such codes.
   */
  readonly associate: (session: string) => Promise<{ readonly secretCode: string; readonly session: string }>;
  /**
   * The Session that ends the set-up. Throws EnableSoftwareTokenMFAException for a wrong code, NotAuthorizedException,
   * and SoftwareTokenMFANotFoundException where no seed was asked for.
   */
  readonly verify: (session: string, code: string, friendlyName: string | undefined) => Promise<string>;
}

interface Deps {
  readonly directory: Directory;
  readonly challengeSessions: ChallengeSessions;
}

export const createSoftwareTokenSetup = ({ directory, challengeSessions }: Deps): SoftwareTokenSetup => {
  const open = async (text: string): Promise<{ readonly app: ClientRecord; readonly session: ChallengeSession }> => {
    const clientId = clientNamedBy(text);
    if (clientId === undefined) throw invalidSession();
    try {
      const app = await directory.client(clientId);
      return { app, session: await challengeSessions.open(app, text, 'MFA_SETUP') };
    } catch (error) {
      throw isException(error, 'CodeMismatchException', 'ResourceNotFoundException') ? invalidSession(error) : error;
    }
  };

  return {
    associate: async (text) => {
      const { app, session } = await open(text);
      assertOffered(app.pool);
      const seed = newSeed();
      const carried = { softwareToken: { seed: seed.toString('base64') } };
      return { secretCode: toSecretCode(seed), session: await challengeSessions.seal(app, { ...session, carried }) };
    },

    verify: async (text, code, friendlyName) => {
      const { app, session } = await open(text);
      assertFriendlyName(friendlyName);
      const seed = session.carried.softwareToken?.seed;
      if (seed === undefined) {
        throw new CognitoException(
          'SoftwareTokenMFANotFoundException',
          'Software Token MFA does not exist for the user.',
        );
      }
      const step = getFirstStep(Buffer.from(seed, 'base64'), code);
      const carried = { softwareToken: { seed, step, ...(friendlyName && { friendlyName }) } };
      return challengeSessions.seal(app, { ...session, carried });
    },
  };
};
