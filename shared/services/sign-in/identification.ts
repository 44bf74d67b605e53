import { randomUUID } from 'node:crypto';
import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { hasPassword, type SignInFlow } from '#shared/domain/sign-in/next-step.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { namedDevice, type Trail } from '#shared/domain/sign-in/trail.ts';
import { isEndedByPassword } from '#shared/domain/user-pools/sign-in-settings.ts';
import type { ClientSecrets } from '../app-clients/client-secrets.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { Triggers } from '../triggers/triggers.ts';
import type { NobodyRecord, UserRecord, Users } from '../users/users.ts';
import { unknownUser } from './attempts.ts';
import type { ChallengeSession, ChallengeSessions } from './challenge-sessions.ts';
import type { Progress } from './progress.ts';
import type { ChallengeRequest, FlowRequest } from './sign-in.ts';
import { assertSameUser, challengeUsername } from './usernames.ts';

type Subject = UserRecord | NobodyRecord;

/** A request of a sign-in, with whom it is about. */
export type Identified = Omit<Progress, 'trail' | 'writes'>;

/** Makes out whom a request of a sign-in is about, and that the app client may ask for it. */
export interface Identification {
  /**
   * Whom USERNAME names. Throws NotAuthorizedException for a client that cannot prove itself.
   */
  readonly find: (request: FlowRequest) => Promise<Identified>;
  /** Asks PreAuthentication. Throws UserNotFoundException where the client may know that nobody is there. */
  readonly admit: (identified: Identified, request: FlowRequest) => Promise<void>;
  /**
   * Whom the Session of a challenge is about, read anew. Throws NotAuthorizedException, CodeMismatchException, and
   * UserNotFoundException where the user is gone.
   */
  readonly resume: (
    request: ChallengeRequest,
    challenge: ChallengeSession['challenge'],
  ) => Promise<{ readonly identified: Identified; readonly session: ChallengeSession }>;
}

interface Deps {
  readonly clientSecrets: ClientSecrets;
  readonly sealing: Sealing;
  readonly challengeSessions: ChallengeSessions;
  readonly triggers: Triggers;
  readonly users: Users;
}

/** How a sign-in begins. */
export const trailOf = (flow: SignInFlow, { parameters }: FlowRequest): Trail => ({
  signInId: randomUUID(),
  flow,
  proved: [flow],
  ...namedDevice(parameters.DEVICE_KEY),
});

// As many for nobody: each is hashed.
const secretHashNames = (typed: string, { user }: Subject): readonly string[] =>
  user ? [typed, user.username, user.sub] : [typed, typed, typed];

export const createIdentification = ({
  clientSecrets,
  sealing,
  challengeSessions,
  triggers,
  users,
}: Deps): Identification => {
  const toIdentified = (
    { app, side, parameters, origin, clientMetadata }: FlowRequest,
    record: Subject,
  ): Identified => {
    const username = requiredParameter(parameters, 'USERNAME');
    return { app, side, record, username, parameters, origin, clientMetadata };
  };

  return {
    find: async (request) => {
      const { app, parameters } = request;
      const username = requiredParameter(parameters, 'USERNAME');
      const record = await users.find(app.pool, username);
      await clientSecrets.assertHash(app, parameters.SECRET_HASH, secretHashNames(username, record));
      // What a client says when it begins is for PreAuthentication and UserMigration alone.
      return { ...toIdentified(request, record), clientMetadata: undefined };
    },

    admit: async ({ app, record: { user }, username }, { clientMetadata: validationData }) => {
      const { pool, client } = app;
      if (!user && !hidesUserExistence(client)) throw unknownUser(app);
      const occasion = { pool, clientId: client.id, clientMetadata: undefined };
      await triggers.preAuthentication({ ...occasion, username, user, validationData });
    },

    resume: async (request, challenge) => {
      const { app, parameters } = request;
      const username = requiredParameter(parameters, 'USERNAME');
      const session = await challengeSessions.open(app, request.session, challenge);
      const record = await users.findByKey(app.pool, session.userKey);
      await clientSecrets.assertHash(app, parameters.SECRET_HASH, secretHashNames(username, record));
      assertSameUser(app.pool, record, username, await challengeUsername(sealing, app.pool, record));
      if ((record.user?.sub ?? '') !== session.sub) throw invalidSession();
      if (isEndedByPassword(app.pool, record.user, session)) throw invalidSession();
      // Whoever proved a password that was taken away since proved nothing.
      if (record.user && !record.password && hasPassword(session)) throw invalidSession();
      return { identified: toIdentified(request, record), session };
    },
  };
};
