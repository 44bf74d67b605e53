import { once } from '#shared/config/once.ts';
import type { SessionActivity, UserSession } from '#shared/domain/sessions/user-session.ts';
import type { User } from '#shared/domain/users/user.ts';
import { keys, sessionFacts } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

type Place = Pick<UserSession, 'slot' | 'familyId'>;

/** The session's slot holds something else by now: the session is over, or was ended for another. */
export class SessionMoved extends Error {}

const names = { '#data': 'data' };

const holds = ({ familyId }: Pick<UserSession, 'familyId'>, refused: () => Error = () => new SessionMoved()) => ({
  expression: '#data.familyId = :family',
  values: { ':family': familyId },
  refused,
});

/** Sessions that pools track, in the partition of the user: one item for each slot that the user has. */
export const sessionRepository = once(() => ({
  /** What is in a user's slots, whether over or not. One request. */
  all: async (poolId: string, userKey: string): Promise<readonly UserSession[]> =>
    (await table().partition(keys.userPartition(poolId, userKey), sessionFacts)).map((item) =>
      fromItem<UserSession>('UserSession', item),
    ),

  /** Puts the session into its slot, where the slot still holds what was seen there. Throws SessionMoved. */
  put: (poolId: string, userKey: string, session: UserSession, seen: UserSession | undefined): Write => ({
    put: toItem('UserSession', keys.session(poolId, userKey, session.slot), session, { ttl: ttl(session.expiresAt) }),
    when: {
      expression: `attribute_not_exists(pk)${seen ? ' OR #data.familyId = :seen' : ''}`,
      ...(seen && { names, values: { ':seen': seen.familyId } }),
      refused: () => new SessionMoved(),
    },
  }),

  /** It was active; `refused` gives the error where its slot is no longer its own. */
  touch: (poolId: string, userKey: string, place: Place, activity: SessionActivity, refused: () => Error): Write => {
    const told = Object.entries(activity).filter(([, value]) => value !== undefined);
    return {
      update: keys.session(poolId, userKey, place.slot),
      expression: `SET ${told.map(([name]) => `#data.${name} = :${name}`).join(', ')}`,
      names,
      values: Object.fromEntries(told.map(([name, value]) => [`:${name}`, value])),
      when: holds(place, refused),
    };
  },

  /** It continues after a sign-out that ends all others. Throws SessionMoved. */
  outlive: (poolId: string, userKey: string, place: Place, { signOuts }: Pick<User, 'signOuts'>): Write => ({
    update: keys.session(poolId, userKey, place.slot),
    expression: 'SET #data.signOuts = :next',
    names,
    values: { ':next': signOuts + 1 },
    when: holds(place),
  }),

  /** Frees its slot. Throws SessionMoved. */
  remove: (poolId: string, userKey: string, place: Place): Write => ({
    remove: keys.session(poolId, userKey, place.slot),
    when: { ...holds(place), names },
  }),
}));
