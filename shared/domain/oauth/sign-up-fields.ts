import { type AppClient, mayWrite } from '../app-clients/app-client.ts';
import { autoVerifiedAttributes, usernameAttributes } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';

/**
 * The attributes that the sign-up page asks for beside name and password: those that the pool requires, less the one
 * that users sign up with. Where a code could otherwise go nowhere, also the first attribute that the pool verifies.
 */
export const signUpAttributes = (pool: UserPool, client: AppClient): readonly string[] => {
  const names = usernameAttributes(pool);
  const [only] = names.length === 1 ? names : [];
  const required = pool.schema.filter((one) => one.required && one.name !== 'sub').map(({ name }) => name);
  const asked = required.filter((name) => name !== only);
  const verified = autoVerifiedAttributes(pool);
  const reached = verified.some((name) => asked.includes(name) || names.includes(name));
  const more = reached ? [] : verified.filter((name) => mayWrite(client, pool, name)).slice(0, 1);
  return [...asked, ...more];
};
