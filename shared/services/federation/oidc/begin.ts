import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { BeginSignIn } from '../provider-kinds.ts';

/** Leads the browser to an OpenID provider, or to one of the social ones. */
export const beginOpenId: BeginSignIn = async ({ provider }) => {
  throw new OAuthError('server_error', { description: `Providers of the type ${provider.type} are not there yet.` });
};
