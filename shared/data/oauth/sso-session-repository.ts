import { once } from '#shared/config/once.ts';
import type { SsoSession } from '#shared/domain/oauth/sso-session.ts';
import type { SessionActivity } from '#shared/domain/sessions/user-session.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { keys, ssoFacts } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import { fromUserItem } from '../users/user-item.ts';
import type { Write } from '../write.ts';

const type = 'SsoSession';

/** Sessions of the pages, in the partition of their user. */
export const ssoSessionRepository = once(() => ({
  /** A user, and one of the user's sessions. One request. */
  findWithUser: async (
    pool: UserPool,
    userKey: string,
    sessionId: string,
  ): Promise<{ readonly user: User | undefined; readonly session: SsoSession | undefined }> => {
    const [user, session] = await table().getAll([
      keys.user(pool.id, userKey),
      keys.ssoSession(pool.id, userKey, sessionId),
    ]);
    const found = user && fromUserItem(pool, user);
    if (found) noteOnCall({ sub: found.sub });
    return {
      user: found,
      session: session && fromItem<SsoSession>(type, session),
    };
  },

  find: async (poolId: string, userKey: string, sessionId: string): Promise<SsoSession | undefined> => {
    const item = await table().get(keys.ssoSession(poolId, userKey, sessionId));
    return item && fromItem<SsoSession>(type, item);
  },

  /** A user's sessions, whether over or not. */
  all: async (poolId: string, userKey: string): Promise<readonly SsoSession[]> =>
    (await table().partition(keys.userPartition(poolId, userKey), ssoFacts)).map((item) =>
      fromItem<SsoSession>(type, item),
    ),

  /** Makes the session of a sign-in, which cannot become another one. */
  create: (poolId: string, userKey: string, session: SsoSession): Write => ({
    put: toItem(type, keys.ssoSession(poolId, userKey, session.id), session, { ttl: ttl(session.expiresAt) }),
    when: { expression: 'attribute_not_exists(pk)', refused: spentSession },
  }),

  /** The sign-in must not have become a session yet; `refused` gives the error where it has. */
  unused: (poolId: string, userKey: string, sessionId: string, refused: () => Error): Write => ({
    check: keys.ssoSession(poolId, userKey, sessionId),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),

  /** The session must not be over; `refused` gives the error where it is. */
  lasting: (poolId: string, userKey: string, sessionId: string, refused: () => Error): Write => ({
    check: keys.ssoSession(poolId, userKey, sessionId),
    when: { expression: '#data.ended = :no', names: { '#data': 'data' }, values: { ':no': false }, refused },
  }),

  /** It was used; `refused` gives the error where it is over. */
  touch: (
    poolId: string,
    userKey: string,
    sessionId: string,
    activity: SessionActivity,
    refused: () => Error,
  ): Write => ({
    update: keys.ssoSession(poolId, userKey, sessionId),
    expression: 'SET #data.activity = :activity',
    names: { '#data': 'data' },
    values: { ':activity': activity },
    when: { expression: '#data.ended = :no', values: { ':no': false }, refused },
  }),

  /** Marks it as ended, so that its sign-in cannot begin it again; `refused` gives the error where it is gone. */
  end: (poolId: string, userKey: string, sessionId: string, refused: () => Error): Write => ({
    update: keys.ssoSession(poolId, userKey, sessionId),
    expression: 'SET #data.ended = :yes',
    names: { '#data': 'data' },
    values: { ':yes': true },
    when: { expression: 'attribute_exists(pk)', refused },
  }),
}));
