import { validateHeaderName, validateHeaderValue } from 'node:http';

/** An answer to a viewer. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** An answer of API Gateway itself. */
export const gatewayAnswer = (status: number, message: string): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

/** The answer where a function fails, or answers what is no answer. */
export const internalError = gatewayAnswer(500, 'Internal Server Error');

// The gateway sets these itself.
const own = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'upgrade']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const isPlain = (value: unknown): value is string | number | boolean =>
  isText(value) || typeof value === 'number' || typeof value === 'boolean';

const malformed = (): Error => new Error('The function answered what is no answer.');

const headersOf = (given: unknown, cookies: unknown): Record<string, string | string[]> => {
  const headers: Record<string, string | string[]> = {};
  if (!isRecord(given ?? {})) throw malformed();
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!isPlain(value)) throw malformed();
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    if (!own.has(name.toLowerCase())) headers[name.toLowerCase()] = String(value);
  }
  const set = cookies ?? [];
  if (!Array.isArray(set) || !set.every(isText)) throw malformed();
  for (const cookie of set) validateHeaderValue('set-cookie', cookie);
  const single = headers['set-cookie'] ?? [];
  if (set.length > 0) headers['set-cookie'] = [...(isText(single) ? [single] : single), ...set];
  return { 'content-type': 'text/plain;charset=UTF-8', ...headers };
};

const statusOf = (given: unknown): number => {
  const status = isText(given) && /^\d{3}$/.test(given) ? Number(given) : given;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) throw malformed();
  return status;
};

const bodyOf = (body: unknown, isBase64Encoded: unknown): Buffer => {
  if (!isText(body ?? '')) throw malformed();
  return Buffer.from(isText(body) ? body : '', isBase64Encoded === true ? 'base64' : 'utf8');
};

// JSON without a status is the body itself.
const inferred = (result: unknown): GatewayAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(isText(result) ? result : JSON.stringify(result)),
});

/**
 * The answer that an HTTP API makes of the JSON that a function gives back, in payload format 2.0: status, headers,
 * cookies, and a body that may be binary. What is none becomes a 500 that tells nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const toAnswer = (payload: string): GatewayAnswer => {
  try {
    const result: unknown = JSON.parse(payload);
    if (!isRecord(result) || !('statusCode' in result)) return inferred(result);
    const { statusCode, headers, cookies, body, isBase64Encoded } = result;
    return {
      status: statusOf(statusCode),
      headers: headersOf(headers, cookies),
      body: bodyOf(body, isBase64Encoded),
    };
  } catch {
    return internalError;
  }
};
