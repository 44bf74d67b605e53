/** Responses that nobody asked for: the provider began. */
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { type Parameters, parseParameters } from '#shared/domain/oauth/parameters.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { findApp } from '../../oauth/authorization.ts';
import { askedProvider } from '../asked-provider.ts';
import type { FederationState } from '../federation-state.ts';

// Cognito's words.
const refused = (): UntrustedRequest => new UntrustedRequest('Invalid relayState from identity provider');

const onlyProvider = ({ client }: ClientRecord): string | undefined => {
  const [only, ...more] = client.settings.SupportedIdentityProviders ?? [];
  return more.length === 0 ? only : undefined;
};

const providerIn = async (app: ClientRecord, parameters: Parameters): Promise<string | undefined> => {
  const identityProvider = parameters.get('identity_provider');
  const asked = await askedProvider(app, { identityProvider, idpIdentifier: parameters.get('idp_identifier') });
  return asked ?? onlyProvider(app);
};

/**
 * What stands for the state in a response that nobody asked for: its RelayState has the parameters of a request for
 * authorization. Where it names no provider, it is the only one of the client. Throws UntrustedRequest.
 */
export const unsolicitedState = async (relayState: string, host: string): Promise<FederationState> => {
  try {
    const parameters = parseParameters(relayState);
    if (parameters.get('client_id') === undefined || parameters.get('redirect_uri') === undefined) throw refused();
    const providerName = await providerIn(await findApp(parameters, host), parameters);
    if (providerName === undefined) throw refused();
    return { providerName, query: relayState, remembered: {} };
  } catch (error) {
    if (error instanceof OAuthError || error instanceof UntrustedRequest) throw refused();
    throw error;
  }
};
