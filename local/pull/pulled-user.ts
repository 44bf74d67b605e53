import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { providerTypes } from '#shared/domain/federation/identity-provider.ts';
import { type UserRecordLine, UserRecordType } from '#shared/domain/imports/user-record.ts';

/** What the API tells of a user. */
export interface ToldUser {
  readonly Username?: string | undefined;
  readonly UserAttributes?: readonly AttributeType[] | undefined;
  readonly UserCreateDate?: Date | undefined;
  readonly UserLastModifiedDate?: Date | undefined;
  readonly Enabled?: boolean | undefined;
  readonly UserStatus?: string | undefined;
  readonly PreferredMfaSetting?: string | undefined;
  readonly UserMFASettingList?: readonly string[] | undefined;
}

type Identity = NonNullable<UserRecordLine['identities']>[number];
type SecondFactor = NonNullable<UserRecordLine['mfa']>['enabled'][number];
type Status = NonNullable<UserRecordLine['status']>;

// All of it may be text, as in tokens.
const Flag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((flag) => flag === true || flag === 'true'),
);
const Told = v.array(
  v.object({
    userId: v.string(),
    providerName: v.string(),
    providerType: v.picklist(providerTypes),
    issuer: v.nullish(v.string()),
    primary: v.optional(Flag, false),
    dateCreated: v.pipe(
      v.nullish(v.union([v.number(), v.string()])),
      v.transform((at) => (at === null || at === undefined ? 0 : Number(at))),
    ),
  }),
);

const latest = 8_640_000_000_000_000;

const timeOf = (at = 0): string => new Date(Math.abs(at) <= latest ? at : 0).toISOString();

/** The accounts elsewhere in a user's attribute `identities`; undefined where it is something else. */
export const identitiesIn = (told: string): readonly Identity[] | undefined => {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Told), told);
  if (!read.success) return undefined;
  return read.output.map(({ userId, providerName, providerType, issuer, primary, dateCreated }) => ({
    providerName,
    providerType,
    userId,
    ...(issuer ? { issuer } : {}),
    primary,
    createdAt: timeOf(dateCreated),
  }));
};

const factors: readonly SecondFactor[] = ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'];

const toMfa = ({ PreferredMfaSetting, UserMFASettingList = [] }: ToldUser): UserRecordLine['mfa'] => {
  const enabled = UserMFASettingList.flatMap((told) => factors.find((factor) => factor === told) ?? []);
  const preferred = enabled.find((factor) => factor === PreferredMfaSetting);
  return enabled.length > 0 ? { enabled, ...(preferred && { preferred }) } : undefined;
};

const statuses: readonly Status[] = [
  'UNCONFIRMED',
  'CONFIRMED',
  'EXTERNAL_PROVIDER',
  'RESET_REQUIRED',
  'FORCE_CHANGE_PASSWORD',
];

// Names that the service gives to what it tells, and that no schema has.
const isOwn = (name: string): boolean => name === 'sub' || name === 'identities' || name.startsWith('cognito:');

/** A user as a record of an import. Throws an Error that says why there is none. */
export const toUserRecord = (user: ToldUser, groups: readonly string[]): UserRecordLine => {
  const told = (user.UserAttributes ?? []).flatMap(({ Name, Value }) =>
    Name === undefined || Value === undefined ? [] : [[Name, Value] as const],
  );
  const { sub, identities } = Object.fromEntries(told);
  const accounts = identities === undefined ? [] : identitiesIn(identities);
  if (!accounts) throw new Error('The accounts elsewhere of the user cannot be read.');
  const mfa = toMfa(user);
  const status = statuses.find((name) => name === user.UserStatus);
  if (!status) throw new Error(`The status ${user.UserStatus} is not known.`);
  const record: UserRecordLine = {
    type: 'user',
    username: user.Username ?? '',
    ...(sub !== undefined && { sub }),
    status,
    enabled: user.Enabled ?? true,
    existing: true,
    attributes: Object.fromEntries(told.filter(([name, value]) => !isOwn(name) && value !== '')),
    ...(user.UserCreateDate && { createdAt: user.UserCreateDate.toISOString() }),
    ...(user.UserLastModifiedDate && { updatedAt: user.UserLastModifiedDate.toISOString() }),
    ...(groups.length > 0 && { groups: groups.toSorted() }),
    ...(mfa && { mfa }),
    ...(accounts.length > 0 && { identities: [...accounts] }),
    // The function that the pool names as UserMigration knows the password, or who has none.
    ...(status !== 'EXTERNAL_PROVIDER' && { awaitsMigration: true as const }),
  };
  // Only the member is named: the value may be somebody's address.
  const checked = v.safeParse(UserRecordType, record, { abortEarly: true });
  if (!checked.success)
    throw new Error(`The user has a ${v.getDotPath(checked.issues[0]) ?? 'value'} that cannot be taken.`);
  return checked.output;
};
