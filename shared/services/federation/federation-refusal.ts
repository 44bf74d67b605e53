import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import type { AttributeFault } from '#shared/domain/federation/mapped-attributes.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';

/** Why somebody whom a provider has authenticated is not signed in. `toOAuthError` words it for the kind of provider. */
export class FederationRefusal extends Error {}

// Cognito blames the response of SAML providers, and nobody else's.
const ofSaml = (reason: string): OAuthError =>
  new OAuthError('server_error', { description: `Invalid SAML response received: ${reason}` });

const ofOthers = (description: string): OAuthError => new OAuthError('invalid_request', { description });

const samlFault = ({ name, from, reason }: AttributeFault): string => {
  if (reason !== undefined) return `${name}: ${reason}`;
  return from === undefined ? `${name}: The attribute is required` : `${from}: The attribute ${from} is required`;
};

/** The refusal in the words for the kind of provider. */
export const toOAuthRefusal = ({ type }: IdentityProvider, { message }: FederationRefusal): OAuthError =>
  (type === 'SAML' ? ofSaml : ofOthers)(message);

/** The refusal of attributes that do not do. */
export const badAttributes = ({ type }: IdentityProvider, faults: readonly AttributeFault[]): OAuthError => {
  if (type === 'SAML') return ofSaml(`Invalid user attributes: ${faults.map(samlFault).join(', ')}`);
  const missing = faults.filter(({ reason }) => reason === undefined);
  if (missing.length > 0) return ofOthers(`attributes required: [${missing.map(({ name }) => name).join(', ')}]`);
  return ofOthers(faults.map(({ name, reason }) => `${name}: ${reason}`).join(', '));
};
