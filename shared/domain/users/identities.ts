/** Accounts elsewhere by which a user can sign in, and how the API tells them. */
import type { Attributes, User, UserIdentity } from './user.ts';

/** The most identities that are linked with a user. */
export const mostLinks = 5;

/** The most accounts that a user keeps as unlinked, the latest ones. */
export const mostUnlinked = 20;

/** The name by which the API means the provider's own name for a user. */
export const subjectAttribute = 'Cognito_Subject';

/** True where both are the same somebody. */
export const isSameIdentity = (
  a: Pick<UserIdentity, 'providerName' | 'attribute' | 'userId'>,
  b: Pick<UserIdentity, 'providerName' | 'attribute' | 'userId'>,
): boolean => a.providerName === b.providerName && a.attribute === b.attribute && a.userId === b.userId;

/**
 * True while a sign-in counts for the account elsewhere that it came through: the user has one of that provider, and had it
 * at `authTime`, in epoch milliseconds. A sign-in through no provider always counts.
 */
export const keepsLink = (
  { providerName, authTime }: { readonly providerName?: string | undefined; readonly authTime: number },
  { identities = [] }: Pick<User, 'identities'>,
): boolean =>
  providerName === undefined ||
  identities.some((own) => own.providerName === providerName && own.createdAt <= authTime);

const toFacts = ({ userId, providerName, providerType, issuer, primary, createdAt }: UserIdentity) => ({
  userId,
  providerName,
  providerType,
  issuer: issuer ?? null,
  primary,
  dateCreated: createdAt,
});

/** A user's attributes as the API tells them: with the identities as JSON, where there are any. */
export const toldAttributes = ({ attributes, identities = [] }: Pick<User, 'attributes' | 'identities'>): Attributes =>
  identities.length === 0 ? attributes : { ...attributes, identities: JSON.stringify(identities.map(toFacts)) };

/** The claim `identities`, where all is text; undefined for a user who has none. */
export const identitiesClaim = ({
  identities = [],
}: Pick<User, 'identities'>): readonly Readonly<Record<string, string | null>>[] | undefined =>
  identities.length === 0
    ? undefined
    : identities.map((identity) => {
        const { primary, dateCreated, ...facts } = toFacts(identity);
        return { ...facts, primary: String(primary), dateCreated: String(dateCreated) };
      });
