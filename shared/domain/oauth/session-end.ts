/** Which sessions of a user are over: OpenID Connect Back-Channel Logout 1.0 section 2. */
import { sidOf } from '../tokens/claims.ts';
import type { TokenFamily } from '../tokens/token-family.ts';
import { keepsLink } from '../users/identities.ts';
import type { User } from '../users/user.ts';

/** That sessions of a user ended, or may have. What else is known of it is in the user's token families. */
export interface SessionEnd {
  readonly id: string;
  readonly poolId: string;
  readonly userKey: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The session of the pages that a logout ended. Tokens that came through it end with it. */
  readonly ssoId?: string;
  /** Those of a user who is gone. */
  readonly families?: readonly GoneFamily[];
}

/** What remains of a token family that was deleted with its user. */
export type GoneFamily = Pick<TokenFamily, 'id' | 'clientId' | 'sub' | 'ssoId'>;

/** A session of a user at an app client. */
export interface ClientSession {
  readonly clientId: string;
  readonly sub: string;
  readonly sid: string;
}

/** The sessions of families, each once. */
export const sessionsOf = (families: readonly GoneFamily[]): readonly ClientSession[] => {
  const sessions = families.map((family) => {
    const session = { clientId: family.clientId, sub: family.sub, sid: sidOf(family) };
    return [`${session.clientId}#${session.sub}#${session.sid}`, session] as const;
  });
  return [...new Map(sessions).values()];
};

interface Known {
  readonly end: SessionEnd;
  /** As it was before the families were read, so that a family that outlived a new password does not seem to be over. */
  readonly user: User | undefined;
  readonly families: readonly TokenFamily[];
  /** Epoch milliseconds. */
  readonly now: number;
}

const isSame = (session: ClientSession, family: TokenFamily): boolean =>
  session.clientId === family.clientId && session.sub === family.sub && session.sid === sidOf(family);

/**
 * The families of sessions that are over, and of which nobody was told yet. A session lasts as long as any of its families. One
 * that has merely expired is not over: nobody ended it.
 */
export const endedFamilies = ({ end, user, families, now }: Known): readonly TokenFamily[] => {
  const isOver = (family: TokenFamily): boolean =>
    (end.ssoId !== undefined && family.ssoId === end.ssoId) ||
    user?.sub !== family.sub ||
    family.revoked ||
    family.signOuts < user.signOuts ||
    !keepsLink(family, user);
  const over = families.filter((family) => !family.logoutTold && isOver(family));
  const lasting = families.filter((family) => !isOver(family) && family.expiresAt > now);
  const last = sessionsOf(lasting);
  return over.filter((family) => !last.some((session) => isSame(session, family)));
};
