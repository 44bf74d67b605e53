/** Sign-in on the pages: the state machine of the API, with a session and an answer to the app at its end. */
import { table } from '#shared/data/table.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { GrantResponse } from '#shared/domain/oauth/authorization-response.ts';
import { requestedLevels } from '#shared/domain/oauth/requested-levels.ts';
import { levelOf, statedContext } from '#shared/domain/sign-in/authentication-context.ts';
import { type ChallengeName, hasPassword } from '#shared/domain/sign-in/next-step.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import type { AcrLevel } from '#shared/domain/user-pools/acr-names.ts';
import { signOutsSoFar } from '#shared/domain/user-pools/settings.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { toAssertion } from '../passkeys/credentials.ts';
import type { Origin } from '../sessions/origin.ts';
import { sealSession } from '../sign-in/challenge-sessions.ts';
import { startUserAuth } from '../sign-in/flows/user-auth.ts';
import { startUserPassword } from '../sign-in/flows/user-password.ts';
import { type EndSignIn, goOnTo, RefusedSignIn } from '../sign-in/go-on.ts';
import { admit, assertNotBlocked, assertSameAccount, identify, trailOf } from '../sign-in/identification.ts';
import { choicesOf, type Progress } from '../sign-in/progress.ts';
import { respondTo } from '../sign-in/respond-to-challenge.ts';
import type { FlowRequest, SignInAnswer } from '../sign-in/sign-in.ts';
import { triggers } from '../triggers/create-triggers.ts';
import { type UserRecord, users } from '../users/users.ts';
import { type Granted, grant } from './authorization.ts';
import { justSignedUp, type SignedUp } from './page-notes.ts';
import { openPasskeyOffer } from './passkey-offers.ts';
import { newSession } from './sso-sessions.ts';

/** A sign-in on the pages that is over. */
export interface SignedIn {
  readonly response: GrantResponse;
  /** Value of the cookie that names the new session. */
  readonly cookie: string;
}

/** A sign-in with the right password, whose user has yet to confirm the sign-up. */
export interface Unconfirmed {
  readonly unconfirmed: SignedUp;
}

/** What follows a step on the pages: another question, the end, or the page that confirms. */
export type PageAnswer = SignInAnswer | SignedIn | Unconfirmed;

/** A user, with the writes that make the user so. */
export interface ChangedUser {
  readonly user: User;
  readonly writes: readonly Write[];
}

/** What becomes of the user whom a sign-in has proved: an account elsewhere is the user's from then on. */
export interface LinkAtEnd {
  /** Called again after a conflict. Throws what is told on the page. */
  readonly end: (userKey: string, proved: User) => Promise<ChangedUser>;
}

/**
 * Gives the app what the user was proved for, in place of a grant at once. It makes the writes; `cookie` is the value of the
 * cookie of a new session.
 */
export type GiveAnswer = (granted: Granted, writes: readonly Write[], cookie?: string) => Promise<GrantResponse>;

/** A step of a sign-in on pages. */
export interface PageRequest {
  readonly app: ClientRecord;
  readonly request: AuthorizationRequest;
  readonly origin: Origin;
  readonly linking?: LinkAtEnd;
  readonly give?: GiveAnswer;
}

const notExpected = 'The app asks for another user. Please sign in again.';
const tooWeak = 'The app asks for a stronger sign-in. Please sign in again.';

/** What the end of a sign-in through a provider has beside. */
interface Through {
  readonly providerName: string;
  readonly providerLogout?: Readonly<Record<string, string>>;
  /** The authentication level that the provider states. */
  readonly level: AcrLevel | undefined;
  /** True where the user was made just now: PostAuthentication is not for a first sign-in. */
  readonly isNew: boolean;
}

const endFor =
  ({ app, request, origin, linking, give }: PageRequest, through?: Through): EndSignIn<SignedIn> =>
  async ({ progress }) => {
    const { record, user, writes } = progress;
    const { expectedSub } = request;
    if (expectedSub !== undefined && expectedSub !== user.sub) {
      throw new CognitoException('NotAuthorizedException', notExpected);
    }
    const levels = requestedLevels(app.pool, request);
    const { providerName, providerLogout, level } = through ?? {};
    const { session, write, cookie } = await newSession(progress, {
      ...(providerName !== undefined && { providerName }),
      ...(providerLogout && { providerLogout }),
    });
    // The sign-in may have begun for another request, which asked for less.
    const reached = level ?? levelOf(session.amr) ?? 0;
    if (levels && !levels.some((asked) => asked <= reached))
      throw new CognitoException('NotAuthorizedException', tooWeak);
    const occasion = { pool: app.pool, clientId: app.client.id, clientMetadata: undefined };
    if (!through?.isNew) await triggers().postAuthentication({ ...occasion, user, newDeviceUsed: false });
    const authContext = {
      ...statedContext(app.pool, session, levels !== undefined, level),
      ssoId: session.id,
      ...(providerName !== undefined && { providerName }),
    };
    const { userKey } = record;
    const answer = async ({ user, writes }: ChangedUser): Promise<SignedIn> => {
      const granted = { userKey, user, authContext, origin };
      const all = [...writes, write];
      return { response: await (give ? give(granted, all, cookie) : grant(app, request, granted, all)), cookie };
    };
    if (!linking) return answer({ user, writes });
    // What the sign-in itself changes comes first: the user may be among it.
    await table().write(writes);
    return retryOnConflict(async () => answer(await linking.end(userKey, user)));
  };

const toFlowRequest = ({ app, origin }: PageRequest, parameters: Parameters, session?: string): FlowRequest => ({
  app,
  side: 'page',
  parameters,
  clientMetadata: undefined,
  session,
  origin,
});

const noteAttempt = (): void => {
  noteOnCall({ attempt: 'SignIn' });
};

const withLevels = ({ app, request }: PageRequest, progress: Progress): Progress => {
  const levels = requestedLevels(app.pool, request);
  return levels ? { ...progress, trail: { ...progress.trail, levels } } : progress;
};

const orUnconfirmed = async ({ app }: PageRequest, answer: Promise<PageAnswer>): Promise<PageAnswer> => {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof RefusedSignIn) || error.name !== 'UserNotConfirmedException') throw error;
    const { record, trail } = error.progress;
    if (!record.user || !hasPassword(trail)) throw error;
    return { unconfirmed: justSignedUp(app.pool, record.userKey, record.user) };
  }
};

const refusedPasskey = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'The passkey was not accepted.');

const startPassword = startUserPassword('USER_PASSWORD_AUTH');

/**
 * Begins a sign-in by name: with the password, or, without one, with the choice of what else to begin with. Throws the
 * exceptions of InitiateAuth.
 */
export const beginOnPage = async (page: PageRequest, parameters: Parameters): Promise<PageAnswer> => {
  noteAttempt();
  await assertNotBlocked(page);
  const start = parameters.PASSWORD === undefined ? startUserAuth : startPassword;
  const progress = await start(toFlowRequest(page, parameters));
  return orUnconfirmed(page, goOnTo(endFor(page), withLevels(page, progress)));
};

/** True once the sign-up of that user is confirmed. */
export const isConfirmed = async ({ pool }: ClientRecord, { userKey, sub }: SignedUp): Promise<boolean> => {
  const { user } = await users().findByKey(pool, userKey);
  return user?.sub === sub && user.status === 'CONFIRMED';
};

/**
 * Signs in a user whose password was chosen or given in this browser just now, and whose sign-up is confirmed. Throws the exceptions of
 * InitiateAuth.
 */
export const beginAfterSignUp = async (
  page: PageRequest,
  username: string,
  { userKey, ...signedUp }: SignedUp,
): Promise<PageAnswer> => {
  noteAttempt();
  const { app } = page;
  const request = toFlowRequest(page, { USERNAME: username });
  const trail = trailOf('USER_PASSWORD_AUTH', request);
  const record = await users().getByKey(app.pool, userKey);
  assertSameAccount(app, record, { ...signedUp, proved: trail.proved });
  const identified = { ...request, record, username };
  await admit(identified, request);
  return goOnTo(endFor(page), withLevels(page, { ...identified, trail, writes: [] }));
};

/** Continues it by the answer to a challenge. Throws the exceptions of RespondToAuthChallenge. */
export const answerOnPage = (
  page: PageRequest,
  challenge: ChallengeName,
  session: string,
  parameters: Parameters,
): Promise<PageAnswer> => {
  noteAttempt();
  return orUnconfirmed(page, respondTo(endFor(page), challenge, toFlowRequest(page, parameters, session)));
};

/** A user whom a provider has authenticated, and what a sign-in as that user writes besides. */
interface Federated {
  readonly record: UserRecord;
  /** The user with what the provider says now. */
  readonly user: User;
  readonly writes: readonly Write[];
}

/**
 * Signs in a user whom a provider has authenticated. PreAuthentication is asked, unless the sign-in has just made the
 * user. Throws the exceptions of InitiateAuth, and UserChanged where the user changed meanwhile.
 */
export const beginFederated = async (
  page: PageRequest,
  { record, user, writes }: Federated,
  through: Through,
): Promise<SignedIn> => {
  const { username } = user;
  const request = toFlowRequest(page, { USERNAME: username });
  const identified = { ...request, record, user, username };
  if (!through.isNew) await admit({ ...identified, record: { ...record, user } }, request);
  const answer = await goOnTo(endFor(page, through), { ...identified, trail: trailOf('FEDERATION', request), writes });
  // The state machine asks nothing of a federated sign-in.
  if (!('response' in answer)) throw new Error('A sign-in through a provider was asked something.');
  return answer;
};

/**
 * Signs in the user of a passkey that the browser offered before it was known who that is. The passkey says whom it is for;
 * it is checked as the answer to WEB_AUTHN is. Throws the exceptions of InitiateAuth and RespondToAuthChallenge.
 */
export const beginByPasskey = async (
  page: PageRequest,
  offered: string,
  credential: string,
): Promise<{ readonly username: string; readonly answer: PageAnswer }> => {
  noteAttempt();
  const { app } = page;
  await assertNotBlocked(page);
  const { challenge, signInId } = await openPasskeyOffer(app, offered);
  const { userHandle } = toAssertion(credential).response;
  const sub = Buffer.from(userHandle ?? '', 'base64url').toString();
  if (sub === '') throw refusedPasskey();
  const request = toFlowRequest(page, { USERNAME: sub });
  const identified = await identify(request);
  const { user, userKey } = identified.record;
  if (user?.sub !== sub) throw refusedPasskey();
  await admit(identified, request);
  const begun = withLevels(page, { ...identified, trail: { ...trailOf('USER_AUTH', request), signInId }, writes: [] });
  if (!choicesOf(begun).includes('WEB_AUTHN')) throw refusedPasskey();
  const session = await sealSession(app, {
    ...begun.trail,
    ...signOutsSoFar(app.pool, user),
    challenge: 'WEB_AUTHN',
    userKey,
    sub,
    page: true,
    carried: { webAuthn: { challenge } },
  });
  const answer = await answerOnPage(page, 'WEB_AUTHN', session, { USERNAME: sub, CREDENTIAL: credential });
  return { username: user.username, answer };
};
