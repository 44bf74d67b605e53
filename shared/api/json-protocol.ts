import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CognitoException } from '#shared/errors/exception.ts';

const contentType = 'application/x-amz-json-1.1';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Half a surrogate pair is no text: neither the store nor a hash takes it as it is. RFC 8259 section 8.2.
const wellFormed = (text: string): string => {
  if (text.isWellFormed()) return text;
  throw new Error('A string is no Unicode text.');
};

// The service takes null for absent, at any depth of structures.
const withoutNulls = (value: unknown): unknown => {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    if (member !== null) kept[wellFormed(name)] = withoutNulls(member);
  }
  return kept;
};

/** The members of a JSON 1.1 body; an empty body has none. Throws SerializationException. */
export const parseBody = (body: Uint8Array): Record<string, unknown> => {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = withoutNulls(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch (cause) {
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

// Header values are Latin-1 without line breaks; what does not fit is told by the body alone.
const headerText = (message: string): string => message.replace(/[^\x20-\x7e]/g, '?').slice(0, 1024);

/** An exception as clients map it: by `__type` in the body, with the headers that some of them read. */
export const renderException = (error: CognitoException, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: error.status,
  headers: {
    ...common(requestId),
    'x-amzn-ErrorType': `${error.name}:`,
    'x-amzn-ErrorMessage': headerText(error.message),
  },
  body: JSON.stringify({ __type: error.name, message: error.message }),
});
