import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';

type Attributes = Readonly<Record<string, string>>;
type Identity = NonNullable<UserRecordLine['identities']>[number];

/** What has to be done for a user who is here to be as there. */
export interface UserChanges {
  /** New values by name. */
  readonly attributes: Attributes;
  readonly removed: readonly string[];
  readonly enabled: boolean | undefined;
  /** What AdminSetUserMFAPreference is to set. */
  readonly mfa:
    | { readonly SMS_MFA: boolean; readonly EMAIL_OTP: boolean; readonly preferred: string | undefined }
    | undefined;
  readonly links: readonly Identity[];
  readonly join: readonly string[];
  readonly leave: readonly string[];
  /** True where the status is another one. */
  readonly status: boolean;
  /** New addresses and numbers that are left as they are, as a code would be sent to them. */
  readonly unproved: readonly string[];
}

const contacts = ['email', 'phone_number'] as const;

const verified = (contact: string): string => `${contact}_verified`;

// Not verified and never verified are the same.
const meaning = (attributes: Attributes = {}): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(
      ([name, value]) => value !== '' && !(name.endsWith('_verified') && value !== 'true'),
    ),
  );

const attributeChanges = (there: Attributes, here: Attributes) => {
  const isNew = (name: string): boolean => there[name] !== undefined && there[name] !== here[name];
  const unproved = contacts.filter((contact) => isNew(contact) && there[verified(contact)] !== 'true');
  const left = new Set(unproved.flatMap((contact) => [contact, verified(contact)]));
  const changed = Object.entries(there).filter(([name]) => isNew(name) && !left.has(name));
  // A new address comes with its proof, so that no code is sent.
  const proofs = contacts
    .filter((contact) => isNew(contact) && !left.has(contact))
    .map((contact) => [verified(contact), 'true']);
  const gone = Object.keys(here).filter((name) => there[name] === undefined && !left.has(name));
  // It goes with its address, or is taken back.
  const isProof = (name: string): boolean => contacts.some((contact) => name === verified(contact));
  const unverified = gone.filter((name) => isProof(name) && there[name.replace(/_verified$/, '')] !== undefined);
  return {
    attributes: Object.fromEntries([...changed, ...proofs, ...unverified.map((name) => [name, 'false'])]),
    removed: gone.filter((name) => !isProof(name)),
    unproved,
  };
};

type Mfa = UserRecordLine['mfa'];

// Nobody can be given an authenticator app: whether it is asked for is left as it is.
const mfaChange = (there: Mfa, here: Mfa): UserChanges['mfa'] => {
  const has = (mfa: Mfa, factor: 'SMS_MFA' | 'EMAIL_OTP'): boolean => mfa?.enabled.includes(factor) ?? false;
  const preferredOf = (mfa: Mfa): string | undefined =>
    mfa?.preferred === 'SOFTWARE_TOKEN_MFA' ? undefined : mfa?.preferred;
  const isSame =
    has(there, 'SMS_MFA') === has(here, 'SMS_MFA') &&
    has(there, 'EMAIL_OTP') === has(here, 'EMAIL_OTP') &&
    (preferredOf(there) === undefined || preferredOf(there) === preferredOf(here));
  if (isSame) return undefined;
  return { SMS_MFA: has(there, 'SMS_MFA'), EMAIL_OTP: has(there, 'EMAIL_OTP'), preferred: preferredOf(there) };
};

const isLinked = (identities: readonly Identity[], { providerName, userId }: Identity): boolean =>
  identities.some((one) => one.providerName === providerName && one.userId === userId);

/** The difference between a user there and here. `groups` are those that the pool has there. */
export const changesOf = (
  there: UserRecordLine,
  here: UserRecordLine,
  groups: { readonly has: (name: string) => boolean },
): UserChanges => {
  const [wanted, present] = [there.groups ?? [], here.groups ?? []];
  const links = here.identities ?? [];
  return {
    ...attributeChanges(meaning(there.attributes), meaning(here.attributes)),
    enabled: there.enabled === here.enabled ? undefined : there.enabled,
    mfa: mfaChange(there.mfa, here.mfa),
    links: (there.identities ?? []).filter((identity) => !isLinked(links, identity)),
    join: wanted.filter((name) => !present.includes(name)),
    // A group that is only here is nobody's business there.
    leave: present.filter((name) => groups.has(name) && !wanted.includes(name)),
    status: there.status !== here.status,
  };
};

/** True where nothing has to be done, whatever the status. */
export const isNothing = ({ attributes, removed, enabled, mfa, links, join, leave, unproved }: UserChanges): boolean =>
  Object.keys(attributes).length === 0 &&
  enabled === undefined &&
  mfa === undefined &&
  [removed, links, join, leave, unproved].every((list) => list.length === 0);
