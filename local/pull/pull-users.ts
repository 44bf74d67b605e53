/** Takes the users of a pool: those who are not here by imports, the others by what has changed. */
import type { CognitoIdentityProviderClient, UserType } from '@aws-sdk/client-cognito-identity-provider';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';
import { changeUser, removeUser } from './change-user.ts';
import type { Note, UserTally } from './notes.ts';
import type { PoolFacts } from './pool-facts.ts';
import { type ToldUser, toUserRecord } from './pulled-user.ts';
import { findUser, readMemberships, userPages } from './read-users.ts';
import { changesOf, isNothing, type UserChanges } from './user-changes.ts';

/** Why users were refused, or are not as they are there, and which. */
type Reasons = ReadonlyMap<string, readonly string[]>;

export interface UserSides {
  readonly source: CognitoIdentityProviderClient;
  readonly target: CognitoIdentityProviderClient;
  readonly there: PoolFacts;
  /** When the pool was made here; undefined where this run makes it, so that nobody can be here yet. */
  readonly hereSince: Date | undefined;
  /** Users who have not changed since stay as they are here. */
  readonly since: Date | undefined;
  /** True where a former run did not come to its end: whom it has taken is not asked for again. */
  readonly goesOn: boolean;
  readonly dryRun: boolean;
  /** Imports users, and gives for those whom the pool does not take the reason, by username. */
  readonly load: (records: readonly UserRecordLine[]) => Promise<ReadonlyMap<string, string>>;
  /** So many users are imported at once. */
  readonly portion: number;
  readonly onProgress: (step: 'groups' | 'users', done: number, of: number) => void;
}

export interface UserOutcome {
  readonly read: number;
  readonly imported: number;
  readonly changed: number;
  readonly tally: UserTally;
  readonly notes: readonly Note[];
}

interface Seen {
  readonly user: ToldUser | undefined;
  readonly record?: UserRecordLine | undefined;
  readonly changed?: boolean;
  readonly reason?: string | undefined;
}

const timeOf = ({ UserLastModifiedDate: at }: ToldUser | UserType): number => at?.getTime() ?? 0;

const subOf = ({ UserAttributes = [] }: ToldUser): string | undefined =>
  UserAttributes.find(({ Name }) => Name === 'sub')?.Value;

const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && '$fault' in error && error.$fault === 'client' && error.name !== 'TooManyRequestsException';

const unproved = (changes: UserChanges): string | undefined =>
  changes.unproved.length > 0
    ? `has a new ${changes.unproved.join(' and ')} that is not verified: it is not taken, as a code would be sent`
    : undefined;

const notesFrom = (reasons: Reasons): readonly Note[] =>
  [...reasons].map(([reason, names]) => ({
    about: 'users',
    what: `A user ${reason}.`,
    todo: 'Mend it there or here, and pull again.',
    names,
  }));

const createUser = ({ source, target, there, hereSince, since, goesOn, dryRun }: UserSides, members: Members) => {
  const UserPoolId = there.pool.Id ?? '';

  // Whom nobody has touched since was taken as a whole.
  const knownAs = (listed: UserType, here: ToldUser): ToldUser | undefined => {
    if (since && timeOf(listed) < since.getTime()) return here;
    return goesOn && timeOf(listed) === timeOf(here) ? here : undefined;
  };

  // Whatever is done to a user here is later than the pool. The dates of those who came with it are those from there.
  const isUntouched = (here: ToldUser): boolean => hereSince !== undefined && timeOf(here) < hereSince.getTime();

  const change = async (told: ToldUser, here: ToldUser): Promise<Seen> => {
    const Username = told.Username ?? '';
    const record = toUserRecord(told, members.there.get(Username) ?? []);
    if (subOf(here) !== record.sub) return { user: told, reason: 'has a name that somebody else has here' };
    const changes = changesOf(record, toUserRecord(here, members.here.get(Username) ?? []), there.groups);
    const user = { UserPoolId, Username };
    // Who is confirmed here has moved on.
    const isLate = changes.status && here.UserStatus !== 'CONFIRMED';
    if (isLate && isUntouched(here)) {
      if (!dryRun) await removeUser(target, user);
      return { user: told, record };
    }
    const reason = isLate ? `is ${told.UserStatus} there and ${here.UserStatus} here` : unproved(changes);
    if (isNothing(changes)) return { user: told, reason };
    if (!dryRun) await changeUser(target, user, changes);
    const { unproved: _, ...others } = changes;
    return { user: told, changed: !isNothing({ ...others, unproved: [] }), reason };
  };

  return async (listed: UserType): Promise<Seen> => {
    const { Username = '' } = listed;
    const here = hereSince ? await findUser(target, UserPoolId, Username) : undefined;
    const known = here && knownAs(listed, here);
    const told = known ?? (await findUser(source, UserPoolId, Username));
    // Deleted since the page was read.
    if (!told) return { user: undefined };
    try {
      if (here) return await change(told, here);
      return { user: told, record: toUserRecord(told, members.there.get(Username) ?? []) };
    } catch (error) {
      if (isRefusal(error)) return { user: told, reason: `is not as there: ${error.message.replace(/\.$/, '')}` };
      if (error instanceof Error && !('$fault' in error) && !('code' in error)) {
        return { user: told, reason: `is left out: ${error.message.replace(/\.$/, '')}` };
      }
      throw error;
    }
  };
};

interface Members {
  readonly there: ReadonlyMap<string, readonly string[]>;
  readonly here: ReadonlyMap<string, readonly string[]>;
}

const readMembers = async ({ source, target, there, hereSince, onProgress }: UserSides): Promise<Members> => {
  const id = there.pool.Id ?? '';
  const names = [...there.groups.keys()];
  const tell = (read: number): void => onProgress('groups', read, names.length);
  return {
    there: await readMemberships(source, id, names, tell),
    here: hereSince ? await readMemberships(target, id, names) : new Map(),
  };
};

// Who was here before, and is not there.
const onlyHere = async ({ target, there, hereSince }: UserSides, known: ReadonlySet<string>) => {
  const names: string[] = [];
  if (!hereSince) return names;
  for await (const page of userPages(target, there.pool.Id ?? '')) {
    names.push(...page.flatMap(({ Username = '' }) => (known.has(Username) ? [] : [Username])));
  }
  return names;
};

/** Takes all users, page by page, and imports those who are not here in portions. */
export const pullUsers = async (sides: UserSides): Promise<UserOutcome> => {
  const { source, there, portion, load, dryRun, onProgress } = sides;
  const members = await readMembers(sides);
  const bring = createUser(sides, members);
  const reasons = new Map<string, string[]>();
  const note = (reason: string, name: string): void => {
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  };
  const known = new Set<string>();
  const counts = { read: 0, imported: 0, changed: 0, passwords: 0, apps: 0 };
  let waiting: UserRecordLine[] = [];
  const flush = async (): Promise<void> => {
    const refused = dryRun || waiting.length === 0 ? new Map<string, string>() : await load(waiting);
    for (const [name, reason] of refused) note(`is refused: ${reason.replace(/\.$/, '')}`, name);
    counts.imported += waiting.length - refused.size;
    waiting = [];
  };
  for await (const page of userPages(source, there.pool.Id ?? '')) {
    for (const { Username = '' } of page) known.add(Username);
    const seen = await manyAtOnce(page, bring);
    for (const { user, record, changed, reason } of seen) {
      counts.read += user ? 1 : 0;
      counts.changed += changed ? 1 : 0;
      counts.passwords += user && user.UserStatus !== 'EXTERNAL_PROVIDER' ? 1 : 0;
      counts.apps += user?.UserMFASettingList?.includes('SOFTWARE_TOKEN_MFA') ? 1 : 0;
      if (record) waiting.push(record);
      if (reason !== undefined) note(reason, user?.Username ?? '');
    }
    onProgress('users', counts.read, Math.max(counts.read, there.pool.EstimatedNumberOfUsers ?? 0));
    if (waiting.length >= portion) await flush();
  }
  await flush();
  const extra = await onlyHere(sides, known);
  return {
    read: counts.read,
    imported: counts.imported,
    changed: counts.changed,
    tally: { passwords: counts.passwords, apps: counts.apps },
    notes: [
      ...notesFrom(reasons),
      ...(extra.length > 0
        ? [
            {
              about: 'users',
              what: 'Users who are here and not there.',
              todo: 'They signed up here, or were deleted there: then delete them here, too.',
              names: extra,
            },
          ]
        : []),
    ],
  };
};
