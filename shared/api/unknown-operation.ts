import { CognitoException } from '#shared/errors/exception.ts';
import type { Result } from './exchange.ts';
import { type HttpRequest, renderException } from './json-protocol.ts';

const unknown = new CognitoException('UnknownOperationException', 'The request names no operation that is there.');

/** What answers where there is nothing: no operation, and no page. `refusal` says it in other words. */
export const nothingThere = ({ requestId }: Pick<HttpRequest, 'requestId'>, refusal = unknown): Result =>
  renderException(refusal, requestId);
