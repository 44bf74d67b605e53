import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CognitoException } from '#shared/errors/exception.ts';
import { type Bounds, boundedMessage, mostDepth, newTally, type Tally, usualBounds } from './bounds.ts';

const contentType = 'application/x-amz-json-1.1';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Half a surrogate pair is not text: neither the store nor a hash takes it as it is. RFC 8259 section 8.2.
const wellFormed = (text: string): string => {
  if (text.isWellFormed()) return text;
  throw new Error('A string is no Unicode text.');
};

const tooMuch = (what: string): CognitoException => new CognitoException('SerializationException', what);

/** Counts a member or an item. Throws SerializationException where there are too many. */
const counted = (tally: Tally, most: number): void => {
  tally.members += 1;
  if (tally.members > most) throw tooMuch(`The request body has more than ${most} members.`);
};

// The service takes null for an absent member, at any depth of structures.
const withoutNulls = (value: unknown, tally: Tally, most: number, depth = 0): unknown => {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= mostDepth) throw tooMuch(`The request body is nested deeper than ${mostDepth} levels.`);
  if (!isRecord(value)) {
    return Object.values(value).map((item) => {
      counted(tally, most);
      return withoutNulls(item, tally, most, depth + 1);
    });
  }
  const kept: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    counted(tally, most);
    if (member !== null) kept[wellFormed(name)] = withoutNulls(member, tally, most, depth + 1);
  }
  return kept;
};

/** Throws RequestEntityTooLargeException for a body that is too large to be read. */
export const assertBodySize = (body: Uint8Array, { bodyBytes }: Bounds): void => {
  if (body.length <= bodyBytes) return;
  throw new CognitoException('RequestEntityTooLargeException', `The request body is larger than ${bodyBytes} bytes.`);
};

/** The members of a JSON 1.1 body, which are counted. An empty body has none. Throws SerializationException. */
export const parseBody = (
  body: Uint8Array,
  { members }: Bounds = usualBounds,
  tally: Tally = newTally(),
): Record<string, unknown> => {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = withoutNulls(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)), tally, members);
  } catch (cause) {
    if (cause instanceof CognitoException) throw cause;
    throw new CognitoException('SerializationException', 'The request body is not valid JSON.', { cause });
  }
  if (!isRecord(parsed)) {
    throw new CognitoException('SerializationException', 'Start of structure or map found where not expected.');
  }
  return parsed;
};

const common = (requestId: string): Record<string, string> => ({
  'content-type': contentType,
  'cache-control': 'no-store',
  'x-amzn-RequestId': requestId,
  'x-amz-request-id': requestId,
});

/** A successful answer. */
export const renderResponse = (body: object, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: common(requestId),
  body: JSON.stringify(body),
});

// Header values are Latin-1 without line breaks. What does not fit is only in the body.
const headerText = (message: string): string => message.slice(0, 1024).replace(/[^\x20-\x7e]/g, '?');

/**
 * An exception in the form that clients understand: `__type` in the body, and the headers that some of them read. 16 kB
 * at most.
 */
export const renderException = (error: CognitoException, requestId: string): APIGatewayProxyStructuredResultV2 => {
  const message = boundedMessage(error.message);
  return {
    statusCode: error.status,
    headers: {
      ...common(requestId),
      'x-amzn-ErrorType': `${error.name}:`,
      'x-amzn-ErrorMessage': headerText(message),
    },
    body: JSON.stringify({ __type: error.name, message }),
  };
};
