import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import {
  inactiveToken,
  invalidLogin,
  issuerDoesNotMatch,
  refusalOf,
  unsupportedProvider,
} from '#shared/domain/identity-pools/login-refusals.ts';
import { findUserPool, userPoolProvider } from '#shared/domain/identity-pools/provider-names.ts';
import { isActive, isIssuerOfPool, readPoolToken } from '../callers/id-token.ts';
import { audiencesOf, claimsIn, type Login } from './login.ts';

/** The clients of a user pool whose users the identity pool takes. */
export const providingClients = ({ settings }: IdentityPool, userPoolId: string) =>
  (settings.CognitoIdentityProviders ?? []).filter(
    ({ ProviderName = '' }) => findUserPool(ProviderName, environment()) === userPoolId,
  );

/**
 * A login by an ID token of a user pool of this deployment. With ServerSideTokenCheck it costs one read. Throws
 * NotAuthorizedException.
 */
export const userPoolLogin = async (pool: IdentityPool, userPoolId: string, token: string): Promise<Login> => {
  const clients = providingClients(pool, userPoolId);
  const { iss, exp } = claimsIn(token);
  if (!isIssuerOfPool(iss, userPoolId)) throw issuerDoesNotMatch();
  if (clients.length === 0) throw unsupportedProvider();
  const claims = await readPoolToken(userPoolId, token).catch((error: unknown) => {
    throw refusalOf(error, exp, now());
  });
  const audiences = audiencesOf(claims);
  // An access token may have an audience, too.
  if (claims.token_use !== 'id' || claims.sub === undefined) throw invalidLogin('Missing a required claim: aud');
  const client = clients.find(({ ClientId = '' }) => audiences.includes(ClientId));
  if (!client) throw unsupportedProvider();
  if (client.ServerSideTokenCheck && !(await isActive(userPoolId, claims))) throw inactiveToken();
  const provider = userPoolProvider(userPoolId);
  return {
    provider,
    userId: claims.sub,
    claims,
    mappingKey: `${provider}:${client.ClientId}`,
    method: `${provider}:CognitoSignIn:${claims.sub}`,
  };
};
