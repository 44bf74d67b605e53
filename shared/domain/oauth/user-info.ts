import { type AppClient, mayRead } from '../app-clients/app-client.ts';
import { toldAttributes } from '../users/identities.ts';
import type { User } from '../users/user.ts';
import { claimsOfScopes } from './scopes.ts';

/**
 * What the userInfo endpoint tells of a user: the attributes that the scopes name and the client may read, each as text,
 * as Cognito tells them. OpenID Connect Core section 5.3.2.
 */
export const userInfoClaims = (
  user: Pick<User, 'attributes' | 'identities' | 'sub' | 'username'>,
  client: AppClient,
  scopes: readonly string[],
): Readonly<Record<string, string>> => {
  const tells = claimsOfScopes(scopes);
  const told = Object.entries(toldAttributes(user)).filter(([name]) => tells(name) && mayRead(client, name));
  return { ...Object.fromEntries(told), sub: user.sub, username: user.username };
};
