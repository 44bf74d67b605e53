import { once } from '#shared/config/once.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { familyFacts, keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';
import { fromUserItem } from './user-item.ts';

const data = { '#data': 'data' };

// An access token may outlive its refresh token, and still needs its family.
const longestAccessMs = 86_400_000;

/** Token families, in the partition of their user. */
export const tokenFamilyRepository = once(() => ({
  /** A user, one of the user's families and, where one is named, one of the devices. One request. */
  findWithUser: async (
    pool: UserPool,
    userKey: string,
    familyId: string,
    deviceKey?: string,
  ): Promise<{
    readonly user: User | undefined;
    readonly family: TokenFamily | undefined;
    readonly device: Device | undefined;
  }> => {
    const [user, family, device] = await table().getAll([
      keys.user(pool.id, userKey),
      keys.family(pool.id, userKey, familyId),
      ...(deviceKey === undefined ? [] : [keys.device(pool.id, userKey, deviceKey)]),
    ]);
    const found = user && fromUserItem(pool, user);
    if (found) noteOnCall({ sub: found.sub });
    return {
      user: found,
      family: family && fromItem<TokenFamily>('TokenFamily', family),
      device: device && fromItem<Device>('Device', device),
    };
  },

  find: async (poolId: string, userKey: string, familyId: string): Promise<TokenFamily | undefined> => {
    const item = await table().get(keys.family(poolId, userKey, familyId));
    return item && fromItem<TokenFamily>('TokenFamily', item);
  },

  /** All of a user, whether over or not. */
  all: async (poolId: string, userKey: string): Promise<readonly TokenFamily[]> =>
    (await table().partition(keys.userPartition(poolId, userKey), familyFacts)).map((item) =>
      fromItem<TokenFamily>('TokenFamily', item),
    ),

  /** Makes the family of a sign-in. A sign-in that has ended in tokens cannot do so again. */
  create: (poolId: string, userKey: string, family: TokenFamily): Write => ({
    put: toItem('TokenFamily', keys.family(poolId, userKey, family.id), family, {
      ttl: ttl(family.expiresAt + longestAccessMs),
    }),
    when: {
      expression: 'attribute_not_exists(pk)',
      refused: spentSession,
    },
  }),

  /** The sign-in must not have ended in tokens yet; `refused` gives the error where it has. */
  unused: (poolId: string, userKey: string, familyId: string, refused: () => Error): Write => ({
    check: keys.family(poolId, userKey, familyId),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),

  /**
   * From `rotations` to the next. Of two requests with one refresh token, one succeeds, and `refused` gives the other's
   * error.
   */
  rotate: (poolId: string, userKey: string, family: TokenFamily, graceUntil: number, refused: () => Error): Write => ({
    update: keys.family(poolId, userKey, family.id),
    expression: 'SET #data.rotations = :next, #data.graceUntil = :grace',
    names: data,
    values: { ':next': family.rotations + 1, ':grace': graceUntil },
    when: {
      expression: '#data.rotations = :now AND #data.revoked = :no',
      values: { ':now': family.rotations, ':no': false },
      refused,
    },
  }),

  /**
   * Its device is confirmed, once only; `refused` gives the error where it was confirmed before, or where there is
   * none.
   */
  confirmDevice: (poolId: string, userKey: string, familyId: string, refused: () => Error): Write => ({
    update: keys.family(poolId, userKey, familyId),
    expression: 'SET #data.device.isConfirmed = :yes',
    names: data,
    values: { ':yes': true },
    when: { expression: '#data.device.isConfirmed = :no', values: { ':no': false }, refused },
  }),

  /** It continues after a sign-out that ends all others; `refused` gives the error where it was over before. */
  outlive: (
    poolId: string,
    userKey: string,
    familyId: string,
    { signOuts }: Pick<User, 'signOuts'>,
    refused: () => Error,
  ): Write => ({
    update: keys.family(poolId, userKey, familyId),
    expression: 'SET #data.signOuts = :next',
    names: data,
    values: { ':next': signOuts + 1 },
    when: {
      expression: '#data.signOuts = :now AND #data.revoked = :no',
      values: { ':now': signOuts, ':no': false },
      refused,
    },
  }),

  /** Its app client is being told that its session ended. */
  markTold: (poolId: string, userKey: string, familyId: string): Write => ({
    update: keys.family(poolId, userKey, familyId),
    expression: 'SET #data.logoutTold = :yes',
    names: data,
    values: { ':yes': true },
    when: { expression: 'attribute_exists(pk)', refused: () => new FamilyGone() },
  }),

  /** Marks it as revoked. Harmless where it is already, or is gone. */
  revoke: (poolId: string, userKey: string, familyId: string): Write => ({
    update: keys.family(poolId, userKey, familyId),
    expression: 'SET #data.revoked = :yes',
    names: data,
    values: { ':yes': true },
    when: { expression: 'attribute_exists(pk)', refused: () => new FamilyGone() },
  }),
}));

/** The family to revoke is gone: it expired. */
export class FamilyGone extends Error {}

export type TokenFamilyRepository = ReturnType<typeof tokenFamilyRepository>;
