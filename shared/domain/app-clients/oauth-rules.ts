import { CognitoException, type ExceptionName } from '#shared/errors/exception.ts';
import type { ClientSettings } from './app-client.ts';

const standardScopes: readonly string[] = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** True for the scopes that every pool has. All others belong to resource servers. */
export const isStandardScope = (scope: string): boolean => standardScopes.includes(scope);

const refused = (name: ExceptionName, message: string): CognitoException => new CognitoException(name, message);

/** Throws InvalidOAuthFlowException for the client_credentials flow beside others, or of a client that cannot prove itself. */
export const assertMachineFlow = (flows: readonly string[], isConfidential: boolean): void => {
  if (!flows.includes('client_credentials')) return;
  if (flows.length > 1) {
    throw refused(
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    );
  }
  if (!isConfidential) {
    throw refused(
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected if client does not have a client secret.',
    );
  }
};

/**
 * Throws InvalidOAuthFlowException, ScopeDoesNotExistException or InvalidParameterException for OAuth settings that do
 * not fit together. `customScopes` are those that the pool's resource servers have.
 */
export const assertOAuth = (
  settings: ClientSettings,
  isConfidential: boolean,
  customScopes: readonly string[],
): void => {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [], CallbackURLs = [] } = settings;
  assertMachineFlow(flows, isConfidential);
  const unknown = scopes.find((scope) => !isStandardScope(scope) && !customScopes.includes(scope));
  if (unknown !== undefined) throw refused('ScopeDoesNotExistException', `The scope ${unknown} does not exist.`);
  if (!settings.AllowedOAuthFlowsUserPoolClient) return;
  if (flows.length === 0 || scopes.length === 0) {
    throw refused(
      'InvalidParameterException',
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  }
  if (CallbackURLs.length === 0 && !flows.includes('client_credentials')) {
    throw refused('InvalidParameterException', 'CallbackURLs are required for the code flow and the implicit flow.');
  }
};
