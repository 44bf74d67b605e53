import { now } from '#shared/config/clock.ts';
import { challengeLifetime } from '#shared/domain/app-clients/settings.ts';
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** What a Session says to us: whose sign-in it is and what it waits for. */
export interface Session {
  readonly challenge: ChallengeName;
  /** Identifies the sign-in from its beginning: the tokens that it ends in are made under it, once. */
  readonly signInId: string;
  readonly userKey: string;
  readonly sub: string;
}

interface SealedSession extends Session {
  readonly clientId: string;
  readonly expiresAt: number;
}

const isSession = (value: unknown): value is SealedSession =>
  typeof value === 'object' && value !== null && 'signInId' in value && 'expiresAt' in value;

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

/** Sessions between the steps of a sign-in: sealed, kept by the client, good for one app client and a few minutes. */
export const createSessions = ({ sealing }: { readonly sealing: Sealing }) => ({
  seal: async ({ pool, client }: ClientRecord, session: Session): Promise<string> => {
    const expiresAt = now() + challengeLifetime(client) * 1000;
    const sealed: SealedSession = { ...session, clientId: client.id, expiresAt };
    return (await sealing.general(pool)).seal('session', JSON.stringify(sealed)).toString('base64url');
  },

  /** Throws CodeMismatchException for what is no Session, NotAuthorizedException for one that is not good here or now. */
  open: async (
    { pool, client }: ClientRecord,
    text: string | undefined,
    challenge: ChallengeName,
  ): Promise<Session> => {
    if (text === undefined)
      throw new CognitoException('InvalidParameterException', 'Missing required parameter Session');
    const plain = (await sealing.general(pool)).open('session', Buffer.from(text, 'base64url'));
    const session: unknown = plain && JSON.parse(plain.toString());
    if (!isSession(session)) throw new CognitoException('CodeMismatchException', 'Invalid session provided');
    if (session.clientId !== client.id || session.challenge !== challenge)
      throw refused('Invalid session for the user.');
    if (session.expiresAt <= now()) throw refused('Invalid session for the user, session is expired.');
    return session;
  },
});

export type Sessions = ReturnType<typeof createSessions>;
