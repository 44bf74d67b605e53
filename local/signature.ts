import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

/** The key pair whose signatures count. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A request that the real service would not take. */
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
  /** In the form 20260102T030405Z. */
  readonly date: string;
  readonly seconds: number;
  /** What the signature covers in place of the body: its SHA-256 in hex, or that it is not covered. */
  readonly payload: string;
  /** True where the signature is in a pre-signed URL, not in a header. */
  readonly isInQuery: boolean;
}

interface Request {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

interface Expected {
  readonly credentials: Credentials;
  readonly service: 'events' | 'firehose' | 'lambda' | 'logs' | 'monitoring' | 's3' | 'sts';
  /** The body that the signature has to cover. Without it, S3's header says what the body has to be. */
  readonly body?: Uint8Array;
}

const unsigned = 'UNSIGNED-PAYLOAD';
const contentHeader = 'x-amz-content-sha256';
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
  isInQuery: true,
});

const inHeader = (headers: IncomingHttpHeaders, authorization: string): Signature => {
  const part = (name: string): string => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  return {
    credential: part('Credential'),
    signedHeaders: part('SignedHeaders').split(';'),
    signature: part('Signature'),
    date: String(headers['x-amz-date'] ?? ''),
    seconds: clockSkewSeconds,
    payload: String(headers[contentHeader] ?? ''),
    isInQuery: false,
  };
};

const epochMs = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

const assertInTime = ({ date, seconds }: Signature): void => {
  const signedAt = epochMs(date);
  const isLimited = seconds > 0 && seconds <= longestSeconds;
  if (Number.isNaN(signedAt) || !isLimited) throw denied('The request says not when it was signed, or for how long.');
  if (Date.now() < signedAt - clockSkewSeconds * 1000) throw denied('Request is not valid yet');
  if (Date.now() > signedAt + seconds * 1000) throw denied('Request has expired');
};

const assertCovered = ({ headers }: Request, signedHeaders: readonly string[]): void => {
  const isCovered = (name: string): boolean => signedHeaders.includes(name);
  const left = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !isCovered(name));
  if (left.length > 0 || !isCovered('host')) {
    throw denied('There were headers present in the request which were not signed');
  }
};

// The signer itself puts these into the query of a pre-signed URL.
const ofSigner = /^X-Amz-(?:Algorithm|Credential|Date|Expires|SignedHeaders|Signature)$/;

const withoutSigner = (query: URLSearchParams): Record<string, string[]> =>
  Object.fromEntries(
    [...query.keys()].filter((name) => !ofSigner.test(name)).map((name) => [name, query.getAll(name)]),
  );

/** The signature that the request would have now, if somebody with these credentials signed it. */
const signedAnew = async (
  { method = '', headers }: Request,
  { protocol, hostname, pathname: path, searchParams }: URL,
  { date, seconds, signedHeaders, payload, isInQuery, credential }: Signature,
  { service, credentials }: Expected,
): Promise<string> => {
  const [, , region = ''] = credential.split('/');
  // S3 signs the path as it is sent; the others encode it once more.
  const coding = { uriEscapePath: service !== 's3', applyChecksum: false };
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, ...coding });
  const covered = Object.fromEntries(signedHeaders.map((name) => [name, String(headers[name] ?? '')]));
  const asked = {
    method,
    protocol,
    hostname,
    path,
    query: withoutSigner(searchParams),
    headers: { ...covered, [contentHeader]: payload },
  };
  // For S3, the digest of the body is a header that can be signed; a URL never has it.
  const options = {
    signingDate: new Date(epochMs(date)),
    signableHeaders: new Set(signedHeaders),
    unsignableHeaders: new Set([contentHeader]),
  };
  if (!isInQuery) {
    const { headers: answered } = await signer.sign(asked, options);
    return inHeader(answered, answered.authorization ?? '').signature;
  }
  const unhoistableHeaders = new Set([...signedHeaders, contentHeader]);
  const { query = {} } = await signer.presign(asked, { ...options, unhoistableHeaders, expiresIn: seconds });
  return String(query['X-Amz-Signature']);
};

/**
 * The SHA-256, in hex, that the body must have according to the signature; undefined where any body will do. Throws
 * Refusal, as the service does, where the request is not signed, where the signature has expired, or where it does not
 * match.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export const assertSigned = async (request: Request, url: URL, expected: Expected): Promise<string | undefined> => {
  const { authorization } = request.headers;
  const { searchParams } = url;
  if (!authorization && !searchParams.has('X-Amz-Signature')) throw denied('Access Denied');
  const given = authorization ? inHeader(request.headers, authorization) : inQuery(searchParams);
  if (given.credential.split('/')[0] !== expected.credentials.accessKeyId) {
    throw new Refusal(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  assertInTime(given);
  assertCovered(request, given.signedHeaders);
  const { body } = expected;
  const payload = body ? createHash('sha256').update(body).digest('hex') : given.payload;
  const wanted = Buffer.from(await signedAnew(request, url, { ...given, payload }, expected), 'hex');
  const shown = Buffer.from(given.signature, 'hex');
  if (shown.length !== wanted.length || !timingSafeEqual(shown, wanted)) {
    throw new Refusal(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return payload === unsigned ? undefined : payload;
};
