import { now } from '#shared/config/clock.ts';
import { once } from '#shared/config/once.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import { type GroupMembership, mostGroups } from '#shared/domain/groups/group.ts';
import { type IdentifiedRecord, toUser } from '#shared/domain/imports/new-user.ts';
import { usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { OwnName } from '#shared/domain/users/names.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { knownGroupsNamed } from '../directory/known-groups.ts';
import { sealing } from '../sealing/sealing.ts';
import { userCreation } from '../users/user-changes.ts';
import { userKeyOf, users } from '../users/users.ts';
import { recordBelongings } from './record-belongings.ts';
import type { UserLoader } from './user-loader.ts';

type NameKind = OwnName['kind'];

/** A name of the user is taken, perhaps by this very user, who was made before. */
class NameTaken extends Error {
  override readonly name = 'NameTaken';
  readonly kind: NameKind;

  constructor(kind: NameKind) {
    super(`The ${kind} is taken.`);
    this.kind = kind;
  }
}

// The most writes of a transaction.
const mostAtOnce = 100;

const manifold: ReadonlySet<unknown> = new Set(['Device', 'Membership', 'Passkey']);

/** True for things of which there may be any number. They count for nothing until their user has a profile. */
const isBefore = (write: Write): boolean => 'put' in write && manifold.has(write.put.type);

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const taken = (kind: NameKind): CognitoException =>
  kind === 'sub'
    ? new CognitoException('UsernameExistsException', 'Another user has this sub.')
    : new CognitoException('AliasExistsException', `An account with the given ${kind} already exists.`);

export const userLoader = once((): UserLoader => {
  const membershipsOf = async (pool: UserPool, names: readonly string[]): Promise<readonly GroupMembership[]> => {
    const wanted = [...new Set(names)];
    if (wanted.length > mostGroups.ofUser) throw invalid(`A user is in ${mostGroups.ofUser} groups at most.`);
    return Promise.all(
      wanted.map(async (name) => {
        const group = await knownGroupsNamed(pool.id, name);
        if (!group) throw new CognitoException('ResourceNotFoundException', `There is no group ${name}.`);
        return { name, id: group.id };
      }),
    );
  };

  // The outcome for a taken name, once it is known who has it.
  const settle = async (pool: UserPool, { username, sub }: User, kind: NameKind): Promise<'imported' | 'skipped'> => {
    const { user: present } = await users().find(pool, username);
    if (present?.sub === sub && present.username === username) return 'imported';
    if (kind === 'username' || usernameAttributes(pool).some((name) => name === kind)) return 'skipped';
    throw taken(kind);
  };

  // There are more writes than a transaction takes. The profile is written last, as it says that everything is there.
  // And nothing is written under a name that is taken.
  const writeInParts = async (pool: UserPool, { username }: User, writes: readonly Write[]): Promise<void> => {
    if ((await users().find(pool, username)).user) throw new NameTaken('username');
    const first = writes.filter(isBefore);
    for (let at = 0; at < first.length; at += mostAtOnce) await table().write(first.slice(at, at + mostAtOnce));
    await table().write(writes.filter((write) => !isBefore(write)));
  };

  const prepare = async (pool: UserPool, record: IdentifiedRecord) => {
    const made = toUser(pool, record, now());
    const user: User = { ...made, groups: await membershipsOf(pool, record.groups ?? []) };
    const userKey = userKeyOf(pool, user.username);
    const owner = { pool, seal: await sealing().general(pool), userKey, user };
    const refused = {
      taken: (kind: NameKind) => new NameTaken(kind),
      isSubGiven: !record.isSubNew,
      isActivity: false,
      identityTaken: () =>
        new CognitoException('InvalidParameterException', 'An identity of the record is that of another user.'),
    };
    return {
      user,
      writes: [...(await userCreation(pool, user, userKey, refused)), ...recordBelongings(owner, record)],
    };
  };

  return {
    load: async (pool, record) => {
      const { user, writes } = await prepare(pool, record);
      try {
        await (writes.length > mostAtOnce ? writeInParts(pool, user, writes) : table().write(writes));
        return 'imported';
      } catch (error) {
        if (!(error instanceof NameTaken)) throw error;
        return settle(pool, user, error.kind);
      }
    },

    loadTogether: async (pool, records) => {
      try {
        const writes = (await Promise.all(records.map((record) => prepare(pool, record)))).flatMap((one) => one.writes);
        if (writes.length > mostAtOnce) return false;
        await table().write(writes);
        return true;
      } catch (error) {
        if (isException(error, 'TooManyRequestsException')) throw error;
        return false;
      }
    },
  };
});
