import { once } from '#shared/config/once.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';
import { fromUserItem } from './user-item.ts';

const data = { '#data': 'data' };

// An access token may outlive the refresh token that it came of, and still asks for its family.
const longestAccessMs = 86_400_000;

/** Token families, in the partition of the user that they belong to. */
export const tokenFamilyRepository = once(() => ({
  /** A user, one of the user's families and, where one is named, one of the devices: in one request. */
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
    return {
      user: user && fromUserItem(pool, user),
      family: family && fromItem<TokenFamily>('TokenFamily', family),
      device: device && fromItem<Device>('Device', device),
    };
  },

  find: async (poolId: string, userKey: string, familyId: string): Promise<TokenFamily | undefined> => {
    const item = await table().get(keys.family(poolId, userKey, familyId));
    return item && fromItem<TokenFamily>('TokenFamily', item);
  },

  /** Absent until now: a sign-in that already ended in tokens cannot end in tokens again. */
  create: (poolId: string, userKey: string, family: TokenFamily): Write => ({
    put: toItem('TokenFamily', keys.family(poolId, userKey, family.id), family, {
      ttl: ttl(family.expiresAt + longestAccessMs),
    }),
    when: {
      expression: 'attribute_not_exists(pk)',
      refused: spentSession,
    },
  }),

  /** From `rotations` to the next: of two that spend one refresh token at once, one gets on. `refused` says what the other hears. */
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

  /** Its device is confirmed: once only. `refused` says what it means that it was before, or that there is none. */
  confirmDevice: (poolId: string, userKey: string, familyId: string, refused: () => Error): Write => ({
    update: keys.family(poolId, userKey, familyId),
    expression: 'SET #data.device.isConfirmed = :yes',
    names: data,
    values: { ':yes': true },
    when: { expression: '#data.device.isConfirmed = :no', values: { ':no': false }, refused },
  }),

  /** It goes on after a sign-out that ends all others; `refused` says what it means that it was over before. */
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

  /** Marks it revoked; harmless where it is already or is gone. */
  revoke: (poolId: string, userKey: string, familyId: string): Write => ({
    update: keys.family(poolId, userKey, familyId),
    expression: 'SET #data.revoked = :yes',
    names: data,
    values: { ':yes': true },
    when: { expression: 'attribute_exists(pk)', refused: () => new FamilyGone() },
  }),
}));

/** The family to revoke is no longer there: it ran out. */
export class FamilyGone extends Error {}

export type TokenFamilyRepository = ReturnType<typeof tokenFamilyRepository>;
