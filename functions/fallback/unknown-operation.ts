/** Answers requests that no route takes: for an operation that does not exist, or for none at all. */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { renderException } from '#shared/api/json-protocol.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const unknown = new CognitoException('UnknownOperationException', 'The request names no operation that is there.');

export const handler = endpoint({
  name: 'unknownOperation',
  renderError: renderJsonError,
  run: async (http) => renderException(unknown, http.requestId),
});
