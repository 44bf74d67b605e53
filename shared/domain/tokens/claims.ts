import { type AppClient, mayRead, revokesTokens, rotationGrace, tokenLifetimes } from '../app-clients/app-client.ts';
import type { User } from '../users/user.ts';
import type { ClaimValue, GroupClaims, TokenChanges } from './token-changes.ts';
import type { TokenFamily } from './token-family.ts';

/** The scope of access tokens from every sign-in through the API. */
export const apiScope = 'aws.cognito.signin.user.admin';

export type Claims = Readonly<Record<string, ClaimValue>>;

export interface ClaimFacts {
  readonly issuer: string;
  readonly client: AppClient;
  readonly user: User;
  readonly family: TokenFamily;
  readonly groups: GroupClaims;
  readonly changes: TokenChanges;
  /** Epoch milliseconds. */
  readonly now: number;
  /** A new UUID for each of the two tokens. */
  readonly jti: { readonly access: string; readonly id: string };
}

const untouchable: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
  'username',
  'version',
]);

const isSuppressible = (name: string): boolean =>
  !untouchable.has(name) && (!name.startsWith('cognito:') || groupClaimNames.has(name));
const isAddable = (name: string): boolean =>
  !untouchable.has(name) && !name.startsWith('cognito:') && !name.startsWith('dev:');

const groupClaimNames: ReadonlySet<string> = new Set(['cognito:groups', 'cognito:roles', 'cognito:preferred_role']);

// Suppressing a claim overrides adding it. Where the groups are suppressed, their roles go too.
const changed = (claims: Claims, add: Claims, suppress: readonly string[]): Claims => {
  const gone = new Set(suppress.filter(isSuppressible));
  if (gone.has('cognito:groups')) for (const name of groupClaimNames) gone.add(name);
  const added = Object.entries(add).filter(([name]) => isAddable(name));
  return Object.fromEntries([...Object.entries(claims), ...added].filter(([name]) => !gone.has(name)));
};

const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

const common = ({ issuer, client, user, family, now }: ClaimFacts) => ({
  sub: user.sub,
  iss: issuer,
  ...((revokesTokens(client) || rotationGrace(client) !== undefined) && { origin_jti: family.originJti }),
  event_id: family.id,
  auth_time: seconds(family.authTime),
  ...(family.acr !== undefined && { acr: family.acr }),
  ...(family.amr && { amr: family.amr }),
  iat: seconds(now),
});

const groupsOf = ({ groups, changes }: ClaimFacts): GroupClaims => changes.groups ?? groups;

const attributeClaim = (name: string, value: string): ClaimValue => {
  if (name === 'email_verified' || name === 'phone_number_verified') return value.toLowerCase() === 'true';
  return name === 'address' ? { formatted: value } : value;
};

/** Claims of the ID token, which says who the user is. OpenID Connect Core section 2, with Cognito's own claims. */
export const idClaims = (facts: ClaimFacts): Claims => {
  const { client, user, changes, jti, now } = facts;
  const { groups, roles, preferredRole } = groupsOf(facts);
  const readable = Object.entries(user.attributes).filter(([name]) => mayRead(client, name));
  const claims = {
    ...Object.fromEntries(readable.map(([name, value]) => [name, attributeClaim(name, value)])),
    ...common(facts),
    aud: client.id,
    'cognito:username': user.username,
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    ...(roles.length > 0 && { 'cognito:roles': roles }),
    ...(preferredRole !== undefined && { 'cognito:preferred_role': preferredRole }),
    token_use: 'id',
    exp: seconds(now) + tokenLifetimes(client).id,
    ...((revokesTokens(client) || rotationGrace(client) !== undefined) && { jti: jti.id }),
  };
  return changed(claims, changes.idToken.add, changes.idToken.suppress);
};

/** The scopes of the access token: those of the sign-in, with the trigger's changes. */
const scopesOf = ({ family, changes }: ClaimFacts): readonly string[] => {
  const { scopesToAdd, scopesToSuppress } = changes.accessToken;
  const scopes = new Set([...family.scope.split(' ').filter(Boolean), ...scopesToAdd]);
  for (const scope of scopesToSuppress) scopes.delete(scope);
  return [...scopes];
};

/** Claims of the access token, which says what its bearer may do. */
export const accessClaims = (facts: ClaimFacts): Claims => {
  const { client, user, family, changes, jti, now } = facts;
  const { groups } = groupsOf(facts);
  const { add, suppress } = changes.accessToken;
  const claims = {
    ...common(facts),
    ...(family.device && { device_key: family.device.key }),
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    client_id: client.id,
    token_use: 'access',
    scope: scopesOf(facts).join(' '),
    exp: seconds(now) + tokenLifetimes(client).access,
    jti: jti.access,
    username: user.username,
    ...(add.aud === client.id && { aud: client.id }),
    ...(family.audience !== undefined && { aud: family.audience }),
  };
  // Scopes are changed by members of their own.
  const { scope: _scope, ...others } = add;
  return changed(
    claims,
    others,
    suppress.filter((name) => name !== 'scope'),
  );
};
