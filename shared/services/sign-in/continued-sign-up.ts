/**
 * The Sessions that lead from a sign-up, by way of its confirmation, to a sign-in without asking for the password
 * again.
 */
import { now } from '#shared/config/clock.ts';
import { allowsFlow } from '#shared/domain/app-clients/app-client.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { newSignInId, withProof } from '#shared/domain/sign-in/trail.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { type ContactAttribute, isEndedByPassword, signOutsSoFar } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { assertSecretHash } from '../app-clients/client-secrets.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { type UserRecord, users } from '../users/users.ts';
import { type ChallengeSession, openSession, sealSession } from './challenge-sessions.ts';
import { admit } from './identification.ts';
import type { Progress } from './progress.ts';
import type { FlowRequest } from './sign-in.ts';
import { assertSameUser } from './usernames.ts';

type Known = Pick<UserRecord, 'userKey' | 'user'>;

const signUpSession = (pool: UserPool, { userKey, user }: Known): ChallengeSession => {
  const { sub } = user;
  const trail = { signInId: newSignInId(now()), flow: 'USER_AUTH', proved: ['USER_AUTH'] } as const;
  return { ...trail, challenge: 'SIGN_UP', userKey, sub, ...signOutsSoFar(pool, user), carried: {} };
};

const refusedOnly = (error: unknown): undefined => {
  if (!(error instanceof CognitoException)) throw error;
};

/** For a user who has just signed up; undefined for clients that cannot use it. */
export const beginSignUpSession = async (app: ClientRecord, someone: Known): Promise<string | undefined> => {
  if (!allowsFlow(app.client, 'USER_AUTH')) return undefined;
  return sealSession(app, signUpSession(app.pool, someone));
};

/**
 * For a user who has just confirmed the sign-up by a code to `attribute`. Undefined for clients that cannot use it, and
 * for a Session of another sign-up. Also undefined without a Session, which Amplify does not return, where such a code
 * is not a first factor.
 */
export const confirmSignUpSession = async (
  app: ClientRecord,
  { userKey, user }: Known,
  attribute: ContactAttribute,
  given: string | undefined,
): Promise<string | undefined> => {
  if (!allowsFlow(app.client, 'USER_AUTH')) return undefined;
  const proved = attribute === 'email' ? 'EMAIL_OTP' : 'SMS_OTP';
  if (given === undefined && !poolFirstFactors(app.pool).includes(proved)) return undefined;
  // The user is confirmed already: an invalid Session does not change that.
  const session =
    given === undefined
      ? signUpSession(app.pool, { userKey, user })
      : await openSession(app, given, 'SIGN_UP').catch(refusedOnly);
  if (session?.sub !== user.sub || session.userKey !== userKey) return undefined;
  const trail = withProof(session, proved);
  return sealSession(app, { ...session, ...trail, challenge: 'SIGNED_UP' });
};

/**
 * Signs in a user who has just confirmed a sign-up: the code was proof enough. Of the parameters only SECRET_HASH is
 * checked, if it is sent, with its USERNAME. Throws NotAuthorizedException.
 */
export const continueSignUp = async (request: FlowRequest): Promise<Progress> => {
  const { app, side, parameters, origin } = request;
  const session: ChallengeSession = await openSession(app, request.session, 'SIGNED_UP').catch((error: unknown) => {
    // The first request of a sign-in has no CodeMismatchException.
    throw isException(error, 'CodeMismatchException') ? invalidSession(error) : error;
  });
  const record = await users().getByKey(app.pool, session.userKey);
  const { username, sub } = record.user;
  const { USERNAME: typed = username, SECRET_HASH: hash } = parameters;
  if (hash !== undefined) {
    await assertSecretHash(app, hash, [typed, username, sub]);
    assertSameUser(app.pool, record, typed, record.userKey);
  }
  if (sub !== session.sub || isEndedByPassword(app.pool, record.user, session)) throw invalidSession();
  const identified = { app, side, record, username, parameters, origin, clientMetadata: undefined };
  await admit(identified, request);
  return { ...identified, trail: session, writes: [] };
};
