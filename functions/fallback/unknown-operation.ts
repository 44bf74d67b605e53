/**
 * Answers requests that no route takes: for an operation that does not exist, or for none at all. Operations of the API that
 * are not here are refused by name.
 */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { renderException } from '#shared/api/json-protocol.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const unknown = new CognitoException('UnknownOperationException', 'The request names no operation that is there.');

const ofReplicas = /^AWSCognitoIdentityProviderService\.((?:Create|Update|Delete)UserPoolReplica)$/;

const refusalOf = (target: string): CognitoException => {
  const [, name] = ofReplicas.exec(target) ?? [];
  if (name === undefined) return unknown;
  return new CognitoException(
    'OperationNotEnabledException',
    `${name} is not supported: a user pool of this deployment is in one Region and has no replicas.`,
  );
};

export const handler = endpoint({
  name: 'unknownOperation',
  renderError: renderJsonError,
  run: async (http) => renderException(refusalOf(http.headers['x-amz-target'] ?? ''), http.requestId),
});
