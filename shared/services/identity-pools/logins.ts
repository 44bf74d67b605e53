import { environment } from '#shared/config/environment.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { issuerDoesNotMatch, unsupportedProvider } from '#shared/domain/identity-pools/login-refusals.ts';
import { findUserPool, isSamlArn } from '#shared/domain/identity-pools/provider-names.ts';
import { iamProviderLogin } from './iam-provider-login.ts';
import { claimsIn, type Login } from './login.ts';
import { samlLogin } from './saml-login.ts';
import { socialLogin } from './social-login.ts';
import { providingClients, userPoolLogin } from './user-pool-login.ts';

/** The logins of a request: tokens by names of providers. */
export type GivenLogins = Readonly<Record<string, string>>;

// Whoever names the provider otherwise than the token does is told so, if it is one that the pool has.
const unknownProvider = (pool: IdentityPool, token: string): Error => {
  const name = claimsIn(token).iss?.replace(/^https?:\/\//, '') ?? '';
  const userPoolId = findUserPool(name, environment());
  const isKnown = userPoolId !== undefined && providingClients(pool, userPoolId).length > 0;
  return isKnown ? issuerDoesNotMatch() : unsupportedProvider();
};

const prove = (pool: IdentityPool, name: string, token: string): Promise<Login> => {
  const userPoolId = findUserPool(name, environment());
  if (userPoolId !== undefined) return userPoolLogin(pool, userPoolId, token);
  const proveBy = socialLogin(pool, name) ?? iamProviderLogin(pool, name) ?? samlLogin(pool, name);
  if (proveBy) return proveBy(token);
  throw isSamlArn(name) ? unsupportedProvider() : unknownProvider(pool, token);
};

/**
 * The logins that a request proves. One that is not proved fails them all. Throws NotAuthorizedException,
 * ExternalServiceException where a provider does not answer.
 */
export const provedLogins = async (pool: IdentityPool, given: GivenLogins): Promise<readonly Login[]> => {
  const logins: Login[] = [];
  for (const [name, token] of Object.entries(given)) logins.push(await prove(pool, name, token));
  return logins;
};
