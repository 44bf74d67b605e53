import type { MappingRule, RoleMapping } from '@aws-sdk/client-cognito-identity';
import { CognitoException } from '#shared/errors/exception.ts';

/** What a provider says about a user, by the names of its claims. */
type Claims = Readonly<Record<string, unknown>>;

/** A login that may choose a role, and how. */
export interface ChoosingLogin {
  readonly claims: Claims;
  /** What the pool maps for the login's provider; undefined for nothing. */
  readonly mapping: RoleMapping | undefined;
  /** True where the claims about roles are those of a user pool, which nobody else can say. */
  readonly isOfUserPool: boolean;
}

interface RoleFacts {
  readonly isGuest: boolean;
  /** The pool's roles: `authenticated` and `unauthenticated`. */
  readonly roles: Readonly<Record<string, string>>;
  readonly logins: readonly ChoosingLogin[];
  /** The role that the client asks for. */
  readonly customRoleArn: string | undefined;
}

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

/** The exception for a pool without a role for the request, or with one that cannot be assumed. */
export const wrongConfiguration = (cause?: unknown): CognitoException =>
  new CognitoException(
    'InvalidIdentityPoolConfigurationException',
    'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
    { cause },
  );

const isText = (value: unknown): value is string => typeof value === 'string';

const rolesIn = (claims: Claims): readonly string[] => {
  const { 'cognito:roles': roles } = claims;
  return Array.isArray(roles) ? roles.filter(isText) : [];
};

// Of a list, any value may match.
const textsOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isText(value) || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
};

const matches = ({ Claim = '', MatchType, Value = '' }: MappingRule, claims: Claims): boolean => {
  const found = Object.hasOwn(claims, Claim) ? textsOf(claims[Claim]) : [];
  switch (MatchType) {
    case 'Equals':
      return found.includes(Value);
    case 'NotEqual':
      return found.length > 0 && !found.includes(Value);
    case 'StartsWith':
      return found.some((text) => text.startsWith(Value));
    case 'Contains':
      return found.some((text) => text.includes(Value));
    default:
      return false;
  }
};

const mappedRole = ({ Type, RulesConfiguration }: RoleMapping, claims: Claims): string | undefined => {
  if (Type === 'Rules') return RulesConfiguration?.Rules?.find((rule) => matches(rule, claims))?.RoleARN;
  const { 'cognito:preferred_role': preferred } = claims;
  if (isText(preferred)) return preferred;
  const roles = rolesIn(claims);
  return roles.length === 1 ? roles[0] : undefined;
};

const present = (role: string | undefined): string => {
  if (role === undefined) throw wrongConfiguration();
  return role;
};

/**
 * The ARN of the role of a request in the enhanced flow. A guest has the pool's one for guests. A user has the one asked
 * for, if the token of a user pool names it; otherwise the one that the mapping of its provider gives; otherwise the pool's
 * one for users. Throws NotAuthorizedException where the role asked for is not the user's, or where the mapping gives none
 * and says to deny; InvalidIdentityPoolConfigurationException where the pool has no such role.
 */
export const chooseRole = ({ isGuest, roles, logins, customRoleArn }: RoleFacts): string => {
  if (customRoleArn !== undefined) {
    const trusted = isGuest ? [] : logins.filter(({ isOfUserPool }) => isOfUserPool);
    if (trusted.some(({ claims }) => rolesIn(claims).includes(customRoleArn))) return customRoleArn;
    throw refused('The CustomRoleArn is not among the roles of the user.');
  }
  if (isGuest) return present(roles.unauthenticated);
  const login = logins.find(({ mapping }) => mapping !== undefined);
  if (!login?.mapping) return present(roles.authenticated);
  const mapped = mappedRole(login.mapping, login.claims);
  if (mapped !== undefined) return mapped;
  if (login.mapping.AmbiguousRoleResolution === 'AuthenticatedRole') return present(roles.authenticated);
  throw refused('The ambiguous role mapping rules denied this request');
};
