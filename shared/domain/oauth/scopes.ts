import { isCustomAttribute } from '../app-clients/app-client.ts';
import { isStandardScope } from '../app-clients/oauth-rules.ts';

/** The scopes of a space-separated list. RFC 6749 section 3.3. */
export const toScopes = (list: string): readonly string[] => list.split(' ').filter((scope) => scope !== '');

/** True for tokens of a sign-in that OpenID Connect takes part in: only these come with an ID token, and open userInfo. */
export const isOpenId = (scopes: readonly string[]): boolean => scopes.includes('openid');

const profileClaims: ReadonlySet<string> = new Set([
  'name',
  'family_name',
  'given_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'updated_at',
]);

const claimsByScope: Readonly<Record<string, (attribute: string) => boolean>> = {
  email: (attribute) => attribute === 'email' || attribute === 'email_verified',
  phone: (attribute) => attribute === 'phone_number' || attribute === 'phone_number_verified',
  profile: (attribute) => profileClaims.has(attribute) || isCustomAttribute(attribute),
};

/**
 * Which attributes of the user the scopes let the ID token and userInfo tell. `sub` is one always. `openid` by itself
 * tells all; beside `email`, `phone` or `profile`, only what these stand for (OpenID Connect Core section 5.4; custom
 * attributes belong to `profile`). Without `openid` there is nothing to tell. The app client must be allowed to read
 * them, too.
 */
export const claimsOfScopes = (scopes: readonly string[]): ((attribute: string) => boolean) => {
  if (!isOpenId(scopes)) return () => false;
  const told = Object.entries(claimsByScope).flatMap(([scope, tells]) => (scopes.includes(scope) ? [tells] : []));
  return (attribute) => attribute === 'sub' || told.length === 0 || told.some((tells) => tells(attribute));
};

/**
 * The scopes that a token for one resource server may have: standard scopes, and those of `own`. Scopes that were asked for
 * by name are granted whole or not at all: undefined where one does not fit, and where none does. RFC 8707 section 2.
 */
export const scopesFor = (
  own: readonly string[],
  scopes: readonly string[],
  areNamed: boolean,
): readonly string[] | undefined => {
  const fitting = scopes.filter((scope) => isStandardScope(scope) || own.includes(scope));
  if (fitting.length === scopes.length) return scopes;
  return areNamed || fitting.length === 0 ? undefined : fitting;
};

/** What Cognito says where scopes do not fit the resource of a request. */
export const foreignScopes =
  'custom scopes requested for resource-binding must be assigned to the resource being requested';

/**
 * The scopes of a machine's token: those that it asks for or, where it asks for none, all of `allowed`. Undefined where
 * one of them is not allowed, as a list is granted whole or not at all, and where there are none.
 */
export const machineScopes = (
  allowed: readonly string[],
  asked: readonly string[] = [],
): readonly string[] | undefined => {
  const granted = asked.length > 0 ? [...new Set(asked)] : allowed;
  return granted.length > 0 && granted.every((scope) => allowed.includes(scope)) ? granted : undefined;
};
