/** App clients that no administrator made: they registered themselves. */
import { type RegistrationSettings, registrationSettings } from '../user-pools/registration-settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { AppClient } from './app-client.ts';
import { type ClientRegistration, registrationScope } from './client-registration.ts';

/** A client that registered itself. */
export type RegisteredClient = AppClient & { readonly registration: ClientRegistration };

export const isRegistered = (client: AppClient): client is RegisteredClient => client.registration !== undefined;

const dayMs = 86_400_000;

const openIdScopes: readonly string[] = ['openid', 'email', 'phone', 'profile'];

/** The scopes that clients which registered themselves may ask for. */
export const registrableScopes = ({ scopes }: Pick<RegistrationSettings, 'scopes'>): readonly string[] => [
  ...new Set([...openIdScopes, ...scopes.filter((scope) => scope !== registrationScope)]),
];

/** The client with what the pool's settings give such clients now, whatever they were when it registered. */
export const withPoolSettings = (pool: UserPool, client: AppClient): AppClient => {
  if (!isRegistered(client)) return client;
  const registrable = registrationSettings(pool);
  const settings = {
    ...client.settings,
    AllowedOAuthScopes: [...registrableScopes(registrable)],
    SupportedIdentityProviders: [...registrable.providers],
  };
  return { ...client, settings };
};

/** True for a registration that nobody used for so long that it is over. */
export const isOver = ({ registration }: AppClient, now: number): boolean =>
  registration !== undefined && registration.expiresAt <= now;

/** How long a registration is kept that was never used, in milliseconds. */
export const unusedLifetimeMs = dayMs;

/** Uses move the end of a registration at most once a day, so that most of them write nothing. */
export const endAfterUse = (
  { registration }: RegisteredClient,
  { idleDays }: Pick<RegistrationSettings, 'idleDays'>,
  now: number,
): number | undefined => {
  const next = now + idleDays * dayMs;
  return next - registration.expiresAt >= dayMs ? next : undefined;
};
