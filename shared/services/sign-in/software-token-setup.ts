/**
 * Authenticator apps that users set up while signing in. Until the sign-in continues with the app, everything is in the
 * Session and nothing is stored.
 */
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { newSeed, toSecretCode } from '#shared/domain/totp/totp.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { type ClientRecord, cachedClient } from '../directory/directory.ts';
import { assertFriendlyName, assertOffered, getFirstStep } from '../totp/software-tokens.ts';
import { type ChallengeSession, clientNamedBy, openSession, sealSession } from './challenge-sessions.ts';

const open = async (text: string): Promise<{ readonly app: ClientRecord; readonly session: ChallengeSession }> => {
  const clientId = clientNamedBy(text);
  if (clientId === undefined) throw invalidSession();
  try {
    const app = await cachedClient(clientId);
    return { app, session: await openSession(app, text, 'MFA_SETUP') };
  } catch (error) {
    throw isException(error, 'CodeMismatchException', 'ResourceNotFoundException') ? invalidSession(error) : error;
  }
};

/**
 * A new seed in base32, and the Session to continue with. Throws NotAuthorizedException for a Session that waits for no
 * set-up, SoftwareTokenMFANotFoundException where the pool does not accept such codes.
 */
export const associateBySession = async (
  text: string,
): Promise<{ readonly secretCode: string; readonly session: string }> => {
  const { app, session } = await open(text);
  assertOffered(app.pool);
  const seed = newSeed();
  const carried = { softwareToken: { seed: seed.toString('base64') } };
  return { secretCode: toSecretCode(seed), session: await sealSession(app, { ...session, carried }) };
};

/**
 * The Session that ends the set-up. Throws EnableSoftwareTokenMFAException for a wrong code, NotAuthorizedException,
 * and SoftwareTokenMFANotFoundException where no seed was asked for.
 */
export const verifyBySession = async (
  text: string,
  code: string,
  friendlyName: string | undefined,
): Promise<string> => {
  const { app, session } = await open(text);
  assertFriendlyName(friendlyName);
  const seed = session.carried.softwareToken?.seed;
  if (seed === undefined) {
    throw new CognitoException('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
  }
  const step = getFirstStep(Buffer.from(seed, 'base64'), code);
  const carried = { softwareToken: { seed, step, ...(friendlyName && { friendlyName }) } };
  return sealSession(app, { ...session, carried });
};
