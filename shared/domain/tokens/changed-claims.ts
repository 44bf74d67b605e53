/** What a trigger may change in tokens. */
import type { AppClient } from '../app-clients/app-client.ts';
import type { Claims, TokenChanges } from './token-changes.ts';

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

// A trigger may use that name where the token itself does not.
const isFixed = (claims: Claims, name: string): boolean =>
  untouchable.has(name) || (name === 'sid' && claims.sid !== undefined);

const isSuppressible = (claims: Claims, name: string): boolean =>
  !isFixed(claims, name) && (!name.startsWith('cognito:') || groupClaimNames.has(name));
const isAddable = (claims: Claims, name: string): boolean =>
  !isFixed(claims, name) && !name.startsWith('cognito:') && !name.startsWith('dev:');

const groupClaimNames: ReadonlySet<string> = new Set(['cognito:groups', 'cognito:roles', 'cognito:preferred_role']);

// Suppressing a claim overrides adding it. Where the groups are suppressed, their roles go too.
const changed = (claims: Claims, add: Claims, suppress: readonly string[]): Claims => {
  const gone = new Set(suppress.filter((name) => isSuppressible(claims, name)));
  if (gone.has('cognito:groups')) for (const name of groupClaimNames) gone.add(name);
  const added = Object.entries(add).filter(([name]) => isAddable(claims, name));
  return Object.fromEntries([...Object.entries(claims), ...added].filter(([name]) => !gone.has(name)));
};

/** The claims of an ID token with the trigger's changes. */
export const changedIdClaims = (claims: Claims, { idToken }: TokenChanges): Claims =>
  changed(claims, idToken.add, idToken.suppress);

/** The claims of an access token with the trigger's changes, but for its scopes: these have changes of their own. */
export const changedAccessClaims = (claims: Claims, { accessToken: { add, suppress } }: TokenChanges): Claims => {
  const { scope: _scope, ...others } = add;
  return changed(
    claims,
    others,
    suppress.filter((name) => name !== 'scope'),
  );
};

/** The scopes of an access token with the trigger's changes. */
export const changedScopes = (given: readonly string[], { accessToken }: TokenChanges): readonly string[] => {
  const scopes = new Set([...given, ...accessToken.scopesToAdd]);
  for (const scope of accessToken.scopesToSuppress) scopes.delete(scope);
  return [...scopes];
};

/**
 * The audience of an access token: the resource that it is for. For none in particular, a trigger may name the app
 * client; otherwise it is `usual`, if that is given.
 */
export const audienceClaim = (
  { id }: Pick<AppClient, 'id'>,
  resource: string | undefined,
  { accessToken: { add } }: TokenChanges,
  usual?: string,
) => ({
  ...(usual !== undefined && { aud: usual }),
  ...(add.aud === id && { aud: id }),
  ...(resource !== undefined && { aud: resource }),
});
