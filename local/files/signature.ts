import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whose signatures count. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A request that S3 would not take. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

interface Signature {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As 20260102T030405Z. */
  readonly date: string;
  readonly seconds: number;
  /** What the signature covers in place of the body: its SHA-256, in hex, or that it is not covered. */
  readonly payload: string;
}

const unsigned = 'UNSIGNED-PAYLOAD';
const clockSkewSeconds = 900;
const longestSeconds = 7 * 86_400;

const denied = (message: string): Refusal => new Refusal(403, 'AccessDenied', message);

const inQuery = (query: URLSearchParams): Signature => ({
  credential: query.get('X-Amz-Credential') ?? '',
  signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
  signature: query.get('X-Amz-Signature') ?? '',
  date: query.get('X-Amz-Date') ?? '',
  seconds: Number(query.get('X-Amz-Expires')),
  payload: unsigned,
});

const inHeader = (headers: IncomingMessage['headers'], authorization: string): Signature => {
  const part = (name: string): string => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  return {
    credential: part('Credential'),
    signedHeaders: part('SignedHeaders').split(';'),
    signature: part('Signature'),
    date: String(headers['x-amz-date'] ?? ''),
    seconds: clockSkewSeconds,
    payload: String(headers['x-amz-content-sha256'] ?? ''),
  };
};

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');

const epochMs = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

const assertInTime = ({ date, seconds }: Signature): void => {
  const signedAt = epochMs(date);
  const isLimited = seconds > 0 && seconds <= longestSeconds;
  if (Number.isNaN(signedAt) || !isLimited) throw denied('The request says not when it was signed, or for how long.');
  if (Date.now() < signedAt - clockSkewSeconds * 1000) throw denied('Request is not valid yet');
  if (Date.now() > signedAt + seconds * 1000) throw denied('Request has expired');
};

const assertCovered = ({ headers }: IncomingMessage, signedHeaders: readonly string[]): void => {
  const isCovered = (name: string): boolean => signedHeaders.includes(name);
  const left = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !isCovered(name));
  if (left.length > 0 || !isCovered('host')) {
    throw denied('There were headers present in the request which were not signed');
  }
};

/**
 * What the body has to be by the signature of the request: its SHA-256 in hex, or undefined for any. Throws Refusal as
 * S3 does where the request is not signed, or not any more, or otherwise than it came.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export const assertSigned = (
  request: IncomingMessage,
  { pathname, searchParams }: URL,
  { accessKeyId, secretAccessKey }: Credentials,
): string | undefined => {
  const { authorization } = request.headers;
  if (!authorization && !searchParams.has('X-Amz-Signature')) throw denied('Access Denied');
  const given = authorization ? inHeader(request.headers, authorization) : inQuery(searchParams);
  const [keyId, ...scope] = given.credential.split('/');
  if (keyId !== accessKeyId) {
    throw new Refusal(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  assertInTime(given);
  assertCovered(request, given.signedHeaders);
  const canonical = [
    request.method,
    pathname,
    canonicalQuery(searchParams),
    ...given.signedHeaders.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}`),
    '',
    given.signedHeaders.join(';'),
    given.payload,
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const key = scope.reduce<Buffer | string>(
    (above, part) => createHmac('sha256', above).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const text = ['AWS4-HMAC-SHA256', given.date, scope.join('/'), digest].join('\n');
  const wanted = createHmac('sha256', key).update(text).digest();
  const shown = Buffer.from(given.signature, 'hex');
  if (scope[2] !== 's3' || shown.length !== wanted.length || !timingSafeEqual(shown, wanted)) {
    throw new Refusal(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return given.payload === unsigned ? undefined : given.payload;
};
