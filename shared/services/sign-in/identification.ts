/** Finds out whom a request of a sign-in is about, and whether the app client may ask for it. */
import { now } from '#shared/config/clock.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { hasPassword, type SignInFlow } from '#shared/domain/sign-in/next-step.ts';
import { requiredUsername } from '#shared/domain/sign-in/parameters.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { namedDevice, newSignInId, type Trail } from '#shared/domain/sign-in/trail.ts';
import { isEndedByPassword, protectionMode } from '#shared/domain/user-pools/settings.ts';
import { assertSecretHash } from '../app-clients/client-secrets.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import { triggers } from '../triggers/create-triggers.ts';
import { type NobodyRecord, type UserRecord, users } from '../users/users.ts';
import { unknownUser } from './attempts.ts';
import { type ChallengeSession, openSession } from './challenge-sessions.ts';
import type { Progress } from './progress.ts';
import type { ChallengeRequest, FlowRequest } from './sign-in.ts';
import { assertSameUser, challengeUsername } from './usernames.ts';

type Subject = UserRecord | NobodyRecord;

/** A request of a sign-in, together with the user whom it is about. */
export type Identified = Omit<Progress, 'trail' | 'writes'>;

/** The trail at the beginning of a sign-in. */
export const trailOf = (flow: SignInFlow, { parameters }: FlowRequest): Trail => ({
  signInId: newSignInId(now()),
  flow,
  proved: [flow],
  ...namedDevice(parameters.DEVICE_KEY),
});

// For nobody there are as many names, as each is hashed.
const secretHashNames = (typed: string, { user }: Subject): readonly string[] =>
  user ? [typed, user.username, user.sub] : [typed, typed, typed];

const assertClientProof = async ({ app, side, parameters }: FlowRequest, names: readonly string[]): Promise<void> => {
  if (side !== 'page') await assertSecretHash(app, parameters.SECRET_HASH, names);
};

const toIdentified = ({ app, side, parameters, origin, clientMetadata }: FlowRequest, record: Subject): Identified => {
  const username = requiredUsername(parameters);
  return { app, side, record, username, parameters, origin, clientMetadata };
};

/**
 * Throws NotAuthorizedException for a request from an address that the pool blocks. Before anything else, so that nobody
 * tries passwords from there. `isCustom` says that it is about a custom sign-in.
 */
export const assertNotBlocked = async (
  { app, origin }: Pick<FlowRequest, 'app' | 'origin'>,
  isCustom = false,
): Promise<void> => {
  if (protectionMode(app.pool, isCustom ? 'CUSTOM_AUTH' : undefined) !== 'ENFORCED') return;
  (await import('../risk/blocked-addresses.ts')).refuseBlocked(app, origin, 'SignIn');
};

/** The user whom USERNAME names. Throws NotAuthorizedException for a client that cannot prove itself. */
export const identifyUser = async (request: FlowRequest): Promise<Identified> => {
  const { app, parameters } = request;
  const username = requiredUsername(parameters);
  const record = await users().find(app.pool, username);
  await assertClientProof(request, secretHashNames(username, record));
  return toIdentified(request, record);
};

/** The same at the beginning of a sign-in. Its metadata are only for PreAuthentication and UserMigration. */
export const identify = async (request: FlowRequest): Promise<Identified> => ({
  ...(await identifyUser(request)),
  clientMetadata: undefined,
});

/** Asks PreAuthentication. Throws UserNotFoundException where the client may know that there is no such user. */
export const admit = async (
  { app, record: { user }, username }: Identified,
  { clientMetadata: validationData }: FlowRequest,
): Promise<void> => {
  const { pool, client } = app;
  if (!user && !hidesUserExistence(client)) throw unknownUser(app);
  const occasion = { pool, clientId: client.id, clientMetadata: undefined };
  await triggers().preAuthentication({ ...occasion, username, user, validationData });
};

/**
 * Throws NotAuthorizedException where a sign-in that waits for an answer is over: its user is gone, or has another
 * password where that ends sessions, or none any more: a proof of a password that was removed since is worth nothing.
 */
export const assertSameAccount = (
  { pool }: ClientRecord,
  record: Subject,
  waiting: Pick<ChallengeSession, 'sub' | 'signOuts' | 'proved'>,
): void => {
  const isSame = (record.user?.sub ?? '') === waiting.sub && !isEndedByPassword(pool, record.user, waiting);
  if (!isSame || (record.user && !record.password && hasPassword(waiting))) throw invalidSession();
};

/**
 * The user whom the Session of a challenge is about, read again. Throws NotAuthorizedException, CodeMismatchException,
 * and UserNotFoundException where the user is gone.
 */
export const resume = async (
  request: ChallengeRequest,
  challenge: ChallengeSession['challenge'],
): Promise<{ readonly identified: Identified; readonly session: ChallengeSession }> => {
  const { app, parameters } = request;
  const username = requiredUsername(parameters);
  const session = await openSession(app, request.session, challenge);
  if ((request.side === 'page') !== (session.page ?? false)) throw invalidSession();
  const record = await users().findByKey(app.pool, session.userKey);
  await assertClientProof(request, secretHashNames(username, record));
  assertSameUser(app.pool, record, username, await challengeUsername(sealing(), app.pool, record));
  assertSameAccount(app, record, session);
  return { identified: toIdentified(request, record), session };
};
