import type { Attributes, User } from '../users/user.ts';
import type { DetailsOf, Told } from './event-schemas.ts';

/** An item before and after one change: none before that makes it, none after that removes it. */
export interface Change<Entity> {
  readonly before: Entity | undefined;
  readonly after: Entity | undefined;
}

/** The names of attributes whose values events tell. */
export type ShownAttributes = ReadonlySet<string>;

const shownOf = (attributes: Attributes, names: readonly string[], shown: ShownAttributes): { values?: Attributes } => {
  const entries = names.flatMap((name) => {
    const value = attributes[name];
    return shown.has(name) && value !== undefined ? [[name, value] as const] : [];
  });
  return entries.length > 0 ? { values: Object.fromEntries(entries) } : {};
};

const creation = (after: User, shown: ShownAttributes): DetailsOf<'UserCreated'> => {
  const attributes = Object.keys(after.attributes).sort();
  return {
    status: after.status,
    enabled: after.enabled,
    attributes,
    ...shownOf(after.attributes, attributes, shown),
    groups: after.groups.map(({ name }) => name),
    providers: (after.identities ?? []).map(({ providerName }) => providerName),
  };
};

const statusEvents = (before: User, after: User): readonly Told[] => {
  if (before.status === after.status) return [];
  return before.status === 'UNCONFIRMED' && after.status === 'CONFIRMED'
    ? [['UserConfirmed', {}]]
    : [['UserStatusChanged', { from: before.status, to: after.status }]];
};

const attributeEvents = (before: User, after: User, shown: ShownAttributes): readonly Told[] => {
  const { attributes: former } = before;
  const { attributes: present } = after;
  const changed = Object.keys(present).filter((name) => present[name] !== former[name]);
  const removed = Object.keys(former).filter((name) => present[name] === undefined);
  if (changed.length + removed.length === 0) return [];
  const verified = (name: string): boolean => present[name] === 'true' && former[name] !== 'true';
  const details = { changed: changed.sort(), removed: removed.sort(), ...shownOf(present, changed, shown) };
  return [
    ['UserAttributesChanged', details],
    ...(verified('email_verified') ? [['EmailVerified', {}] as const] : []),
    ...(verified('phone_number_verified') ? [['PhoneNumberVerified', {}] as const] : []),
  ];
};

const groupEvents = (before: User, after: User): readonly Told[] => {
  const lacking = (one: User, other: User) => one.groups.filter(({ id }) => !other.groups.some((has) => has.id === id));
  return [
    ...lacking(before, after).map(({ name }) => ['UserLeftGroup', { group: name }] as const),
    ...lacking(after, before).map(({ name }) => ['UserJoinedGroup', { group: name }] as const),
  ];
};

const linkEvents = (before: User, after: User): readonly Told[] => {
  const lacking = (one: User, other: User) =>
    (one.identities ?? [])
      .filter(
        ({ providerName, attribute, userId }) =>
          !other.identities?.some(
            (has) => has.providerName === providerName && has.attribute === attribute && has.userId === userId,
          ),
      )
      .map(({ providerName: provider, providerType }) => ({ provider, providerType }));
  return [
    ...lacking(before, after).map((details) => ['UserUnlinked', details] as const),
    ...lacking(after, before).map((details) => ['UserLinked', details] as const),
  ];
};

const mfaEvents = ({ mfa: before }: User, { mfa: after }: User): readonly Told[] => {
  const enabled = [...(after?.enabled ?? [])].sort();
  const preferred = after?.preferred;
  const isSame = preferred === before?.preferred && enabled.join() === [...(before?.enabled ?? [])].sort().join();
  return isSame ? [] : [['MfaPreferenceChanged', { enabled, ...(preferred && { preferred }) }]];
};

const mergeEvents = (before: User, after: User): readonly Told[] =>
  (after.merged ?? [])
    .filter(({ sub }) => !before.merged?.some((known) => known.sub === sub))
    .map(({ sub }) => ['UserMerged', { mergedSub: sub }] as const);

const changes = (before: User, after: User, shown: ShownAttributes): readonly Told[] => [
  ...statusEvents(before, after),
  ...attributeEvents(before, after, shown),
  ...(before.enabled === after.enabled ? [] : [[after.enabled ? 'UserEnabled' : 'UserDisabled', {}] as const]),
  ...groupEvents(before, after),
  ...linkEvents(before, after),
  ...mfaEvents(before, after),
  ...mergeEvents(before, after),
  ...(after.signOuts > before.signOuts ? [['UserSignedOut', {}] as const] : []),
];

/** What a change of a profile tells, in the order in which it is to be read. */
export const profileEvents = ({ before, after }: Change<User>, shown: ShownAttributes): readonly Told[] => {
  if (!after) return [['UserDeleted', {}]];
  return before ? changes(before, after, shown) : [['UserCreated', creation(after, shown)]];
};
