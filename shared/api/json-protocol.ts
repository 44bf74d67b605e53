import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CognitoException } from '#shared/errors/exception.ts';
import { type Bounds, boundedMessage, mostDepth, newTally, type Tally, usualBounds } from './validation.ts';

/** A request as the viewer sent it. The edge moved target, host and path out of the way and kept copies of them. */
export interface HttpRequest {
  readonly method: string;
  /** The path that the viewer signed, still percent-encoded. */
  readonly path: string;
  /** The query string as it was sent, without the question mark. */
  readonly query: string;
  /** Names in lower case. Host and authorization are the viewer's. */
  readonly headers: Readonly<Record<string, string>>;
  /** By name. Of cookies with the same name, the first one counts. */
  readonly cookies: ReadonlyMap<string, string>;
  /** The body, byte for byte. */
  readonly body: Uint8Array;
  /** The viewer's address, as far as the edge or the gateway knows it. */
  readonly sourceIp: string;
  readonly requestId: string;
  /** The secrets by which the edge proves itself, according to the gateway; none where it names none. */
  readonly originSecrets: readonly string[];
}

/** An HTTP API event, payload version 2. Nothing in it is taken on trust. */
export type HttpEvent = { readonly [Member in keyof APIGatewayProxyEventV2]?: unknown };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<unknown>((from, name) => (isObject(from) ? Reflect.get(from, name) : undefined), value);
  return typeof found === 'string' ? found : undefined;
};

const viewerAddress = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['cloudfront-viewer-address']?.replace(/:\d+$/, '');

// A body that is not text was parsed as JSON on its way: it is turned back into text.
const bodyOf = ({ body, isBase64Encoded }: HttpEvent): Uint8Array => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body !== 'string') return Buffer.from(JSON.stringify(body));
  return Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
};

const originSecretsOf = (event: HttpEvent): readonly string[] =>
  ['originSecretFirst', 'originSecretSecond'].flatMap((name) => textAt(event, 'stageVariables', name) || []);

// The gateway takes them out of the header, each as `name=value`.
const cookiesOf = ({ cookies }: HttpEvent, header: string | undefined): ReadonlyMap<string, string> => {
  const pairs = Array.isArray(cookies) ? cookies : (header ?? '').split(';');
  const found = new Map<string, string>();
  for (const pair of pairs) {
    if (typeof pair !== 'string') continue;
    const mark = pair.indexOf('=');
    const name = pair.slice(0, mark).trim();
    if (mark > 0 && name !== '' && !found.has(name)) found.set(name, pair.slice(mark + 1).trim());
  }
  return found;
};

/** The address from which an event came to the gateway: what no header says. */
export const gatewayAddress = (event: HttpEvent): string => textAt(event, 'requestContext', 'http', 'sourceIp') ?? '';

/** The viewer's request in an event, whatever the event lacks. */
export const toHttpRequest = (event: HttpEvent, requestId: string): HttpRequest => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  const uri = headers['x-orig-uri'] ?? textAt(event, 'rawPath') ?? '/';
  const mark = uri.indexOf('?');
  if (headers['x-orig-host'] !== undefined) headers.host = headers['x-orig-host'];
  if (headers['x-orig-authorization'] !== undefined) headers.authorization = headers['x-orig-authorization'];
  return {
    method: textAt(event, 'requestContext', 'http', 'method') ?? 'POST',
    path: mark < 0 ? uri : uri.slice(0, mark),
    query: mark < 0 ? (textAt(event, 'rawQueryString') ?? '') : uri.slice(mark + 1),
    headers,
    cookies: cookiesOf(event, headers.cookie),
    body: bodyOf(event),
    sourceIp: viewerAddress(headers) ?? gatewayAddress(event),
    requestId,
    originSecrets: originSecretsOf(event),
  };
};

/** Where a viewer is, as far as the distribution knows by the address. */
export interface ViewerLocation {
  readonly city?: string;
  /** By its name. */
  readonly country?: string;
  /** By its two letters: ISO 3166-1. */
  readonly countryCode?: string;
  /** The number of the autonomous system. */
  readonly network?: number;
  /** Degrees. */
  readonly coordinates?: { readonly latitude: number; readonly longitude: number };
}

const longest = 256;

// The distribution percent-encodes what is not ASCII.
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value).slice(0, longest);
  } catch {
    return value.slice(0, longest);
  }
};

const coordinatesIn = (headers: HttpRequest['headers']): ViewerLocation['coordinates'] => {
  const texts = [headers['cloudfront-viewer-latitude'], headers['cloudfront-viewer-longitude']];
  const [latitude = Number.NaN, longitude = Number.NaN] = texts.map((text) => Number(text || Number.NaN));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
};

/**
 * Where the viewer of a request is; undefined where nothing says so, as on a laptop. Only a request that came through the
 * distribution is believed, which `fromEdge` sees to: the distribution writes these headers itself.
 */
export const findLocation = ({ headers }: Pick<HttpRequest, 'headers'>): ViewerLocation | undefined => {
  const { 'cloudfront-viewer-city': city, 'cloudfront-viewer-country-name': country } = headers;
  const { 'cloudfront-viewer-country': code = '', 'cloudfront-viewer-asn': asn = '' } = headers;
  const coordinates = coordinatesIn(headers);
  const location: ViewerLocation = {
    ...(city && { city: decoded(city) }),
    ...(country && { country: decoded(country) }),
    ...(/^[A-Z]{2}$/.test(code) && { countryCode: code }),
    ...(coordinates && { coordinates }),
    ...(/^[1-9]\d{0,9}$/.test(asn) && { network: Number(asn) }),
  };
  return Object.keys(location).length > 0 ? location : undefined;
};

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
