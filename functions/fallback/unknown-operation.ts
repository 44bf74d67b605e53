/**
 * Answers requests that no route takes: for an operation that does not exist, or for none at all. Operations of the API that
 * are not here are refused by name.
 */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { nothingThere } from '#shared/api/unknown-operation.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const ofReplicas = /^AWSCognitoIdentityProviderService\.((?:Create|Update|Delete)UserPoolReplica)$/;

const refusalOf = (target: string): CognitoException | undefined => {
  const [, name] = ofReplicas.exec(target) ?? [];
  if (name === undefined) return undefined;
  return new CognitoException(
    'OperationNotEnabledException',
    `${name} is not supported: a user pool of this deployment is in one Region and has no replicas.`,
  );
};

export const handler = endpoint({
  name: 'unknownOperation',
  renderError: renderJsonError,
  run: async (http) => nothingThere(http, refusalOf(http.headers['x-amz-target'] ?? '')),
});
