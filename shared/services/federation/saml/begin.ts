import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { BeginSignIn } from '../provider-kinds.ts';

/** Leads the browser to a SAML provider. */
export const beginSaml: BeginSignIn = async ({ provider }) => {
  throw new OAuthError('server_error', { description: `Providers of the type ${provider.type} are not there yet.` });
};
