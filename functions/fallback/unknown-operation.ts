/** Answers whatever no route is for: an operation that is not there, or a request that names none. */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { renderException } from '#shared/api/json-protocol.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const unknown = new CognitoException('UnknownOperationException', 'The request names no operation that is there.');

export const handler = endpoint({
  name: 'unknownOperation',
  renderError: renderJsonError,
  run: async (http) => renderException(unknown, http.requestId),
});
