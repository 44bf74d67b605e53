/** Sign-out at the provider that a user came from. Only SAML providers have one, and only where they are set up for it. */
import type { AuthorizationResponse } from '#shared/domain/oauth/authorization-response.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { namedSession } from '../oauth/sso-sessions.ts';
import { cachedProvider } from './known-providers.ts';

/** Leads the browser to the provider, and then to that address, or to a page of ours. */
export type Departure = (next: string | undefined) => Promise<AuthorizationResponse | undefined>;

const hasProviders = ({ client }: ClientRecord): boolean =>
  client.settings.SupportedIdentityProviders?.some((name) => name !== 'COGNITO') ?? false;

/** How the user of a session is signed out at the provider; undefined where that is not to be. */
export const departureOf = async (app: ClientRecord, cookie: string | undefined): Promise<Departure | undefined> => {
  if (cookie === undefined || !hasProviders(app)) return undefined;
  const { pool } = app;
  const session = await namedSession(pool, cookie);
  const { providerName, providerLogout: told } = session ?? {};
  if (session?.ended || providerName === undefined || told === undefined) return undefined;
  const provider = await cachedProvider(pool.id, providerName);
  if (provider?.type !== 'SAML' || provider.details.IDPSignout?.toLowerCase() !== 'true') return undefined;
  return async (next) => (await import('./saml/begin-logout.ts')).beginSamlLogout({ app, provider, told, next });
};
