import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { CognitoException } from '#shared/errors/exception.ts';
import { canonicalRequest, type SignedRequest, sha256 } from './canonical-request.ts';

export type { SignedRequest } from './canonical-request.ts';

const algorithm = 'AWS4-HMAC-SHA256';
const terminator = 'aws4_request';
const skewMs = 5 * 60_000;

/** The APIs, by their names in signatures: user pools and identity pools. */
export type SignedService = 'cognito-idp' | 'cognito-identity';

/** The parts of an Authorization header. */
export interface Signature {
  readonly accessKeyId: string;
  /** yyyymmdd */
  readonly date: string;
  /** The client's region, whatever it is: it matters only for the signature. */
  readonly region: string;
  readonly service: SignedService;
  readonly signedHeaders: readonly string[];
  /** Lower-case hex. */
  readonly signature: string;
  /** Epoch milliseconds of x-amz-date. */
  readonly signedAt: number;
}

const incomplete = (message: string): CognitoException => new CognitoException('IncompleteSignatureException', message);

const mismatch = (message: string): CognitoException => new CognitoException('InvalidSignatureException', message);

const doesNotMatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

const parameter = (header: string, name: string): string => {
  const value = new RegExp(`(?:^|[\\s,])${name}=([^\\s,]+)`).exec(header)?.[1];
  if (value === undefined) throw incomplete(`Authorization header requires '${name}' parameter.`);
  return value;
};

const parseScope = (credential: string, service: SignedService) => {
  const [accessKeyId, date, region, scopeService, end, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !scopeService || !end || more.length > 0) {
    throw incomplete('Credential must have 5 parts: access key id, date, region, service, aws4_request.');
  }
  if (scopeService !== service || end !== terminator) {
    throw mismatch(`Credential should be scoped to correct service: '${service}'.`);
  }
  return { accessKeyId, date, region };
};

const basic = (epochMs: number): string => new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

const parseDate = (text: string | undefined): number => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (Number.isNaN(time) || basic(time) !== text)
    throw incomplete("Authorization header requires existence of a 'X-Amz-Date' header.");
  return time;
};

// The signature must cover what makes a request different from another: where, when, what for, and as whom. It need not
// cover content-type, which older clients never sign: a body is read as JSON whatever it says.
const mustBeSigned = (headers: SignedRequest['headers']): string[] => [
  'host',
  'x-amz-date',
  'x-amz-target',
  ...(headers['x-amz-security-token'] === undefined ? [] : ['x-amz-security-token']),
];

/**
 * The signature of a request to that service, by default user pools. Throws MissingAuthenticationTokenException where there is none, and
 * IncompleteSignatureException or InvalidSignatureException where it cannot be for this service.
 */
export const parseSignature = ({ headers }: SignedRequest, service: SignedService = 'cognito-idp'): Signature => {
  const { authorization } = headers;
  if (!authorization) throw new CognitoException('MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (!authorization.startsWith(`${algorithm} `)) throw incomplete(`Authorization header requires '${algorithm}'.`);
  const { accessKeyId, date, region } = parseScope(parameter(authorization, 'Credential'), service);
  const signedHeaders = parameter(authorization, 'SignedHeaders').split(';');
  const signature = parameter(authorization, 'Signature');
  const signedAt = parseDate(headers['x-amz-date']);
  if (headers['x-amz-date']?.slice(0, 8) !== date)
    throw mismatch('Date in Credential scope does not match x-amz-date.');
  // Each time that a header is named, it is copied.
  if (new Set(signedHeaders).size < signedHeaders.length) throw mismatch(doesNotMatch);
  const unsigned = mustBeSigned(headers).find((name) => !signedHeaders.includes(name));
  if (unsigned) throw mismatch(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`);
  return { accessKeyId, date, region, service, signedHeaders, signature, signedAt };
};

const hmac = (key: KeyObject | Uint8Array | string, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

const dayKeys = new Map<string, KeyObject>();
const mostDayKeys = 500;

// A day's key takes four HMACs from the secret. It is kept under a digest of the secret and the scope. As a KeyObject, it
// need not be made ready for each request, which takes longer than the HMAC.
const dayKey = (secret: string, { date, region, service }: Signature): KeyObject => {
  const name = `${sha256(secret)} ${date} ${region} ${service}`;
  const known = dayKeys.get(name);
  if (known) return known;
  if (dayKeys.size >= mostDayKeys) dayKeys.clear();
  const key = createSecretKey(hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), terminator));
  dayKeys.set(name, key);
  return key;
};

const assertCurrent = ({ signedAt }: Signature, now: number): void => {
  const at = basic(signedAt);
  if (signedAt < now - skewMs) {
    throw mismatch(`Signature expired: ${at} is now earlier than ${basic(now - skewMs)} (${basic(now)} - 5 min.)`);
  }
  if (signedAt > now + skewMs) {
    throw mismatch(
      `Signature not yet current: ${at} is still later than ${basic(now + skewMs)} (${basic(now)} + 5 min.)`,
    );
  }
};

/**
 * Checks a request against its signature, in constant time. `now` is in epoch milliseconds. Throws
 * InvalidSignatureException. For a clock that is off by more than five minutes it has the text by which SDKs correct
 * their clock.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export const assertSignature = (request: SignedRequest, signature: Signature, secret: string, now: number): void => {
  assertCurrent(signature, now);
  const stated = request.headers['x-amz-content-sha256'];
  if (stated !== undefined && stated !== sha256(request.body)) throw mismatch(doesNotMatch);
  const scope = `${signature.date}/${signature.region}/${signature.service}/${terminator}`;
  const canonical = sha256(canonicalRequest(request, signature.signedHeaders));
  const toSign = [algorithm, request.headers['x-amz-date'], scope, canonical].join('\n');
  const expected = Buffer.from(hmac(dayKey(secret, signature), toSign).toString('hex'));
  const given = Buffer.from(signature.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw mismatch(doesNotMatch);
};
