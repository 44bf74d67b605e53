import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSignature, parseSignature, type SignedRequest } from '#shared/domain/signature-v4/verify.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import boto3Requests from './boto3-requests.json' with { type: 'json' };

const secretAccessKey = 'a secret of forty characters, about so..';

class Captured extends Error {
  readonly request: SignedRequest;

  constructor(request: SignedRequest) {
    super('captured');
    this.request = request;
  }
}

interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

interface Signing {
  readonly path?: string;
  readonly sessionToken?: string;
}

/** A request as the SDK signs and would send it. */
const signedBySdk = async ({ path = '', sessionToken }: Signing = {}): Promise<SignedRequest> => {
  const client = new CognitoIdentityProviderClient({
    endpoint: `http://localhost:9229${path}`,
    region: 'eu-west-3',
    maxAttempts: 1,
    credentials: { accessKeyId: 'GATEEXAMPLE', secretAccessKey, ...(sessionToken && { sessionToken }) },
    requestHandler: {
      handle: async ({ method, path: sent, headers, body }: Outgoing) => {
        const lower = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
        );
        throw new Captured({ method, path: sent, query: '', headers: lower, body: Buffer.from(body) });
      },
    },
  });
  try {
    await client.send(new ListUserPoolsCommand({ MaxResults: 5 }));
  } catch (error) {
    if (error instanceof Captured) return error.request;
    throw error;
  }
  throw new Error('Nothing was sent.');
};

const check = (request: SignedRequest, { secret = secretAccessKey, now = Date.now() } = {}): void =>
  assertSignature(request, parseSignature(request), secret, now);

const withHeader = (request: SignedRequest, name: string, value: string): SignedRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

/** The request with its Authorization header changed. */
const reworded = (request: SignedRequest, from: string | RegExp, to: string): SignedRequest =>
  withHeader(request, 'authorization', (request.headers.authorization ?? '').replace(from, to));

const signedAtOf = (request: SignedRequest): number => parseSignature(request).signedAt;

const minutes = (count: number): number => count * 60_000;

describe('Signature Version 4', () => {
  it.each<[string, Signing]>([
    ['at the root', {}],
    ['under a path', { path: '/pool/v1' }],
    ['under a path with escapes', { path: "/pool%20one/it's(1)*!~" }],
    ['under a path with redundant segments', { path: '/pool//./v1' }],
    ['with a session token', { sessionToken: 'a token' }],
  ])('accepts what the SDK signs %s', async (_where, signing) => {
    const request = await signedBySdk(signing);
    expect(parseSignature(request)).toMatchObject({ accessKeyId: 'GATEEXAMPLE', region: 'eu-west-3' });
    expect(() => check(request)).not.toThrow();
  });

  it.each(boto3Requests)('accepts what boto3 signs $name', ({ body, ...rest }) => {
    const request: SignedRequest = { ...rest, body: Buffer.from(body) };
    expect(() => check(request, { now: signedAtOf(request) })).not.toThrow();
    expect(() => check({ ...request, body: Buffer.from(`${body} `) }, { now: signedAtOf(request) })).toThrow(
      expect.objectContaining({ name: 'InvalidSignatureException' }),
    );
  });

  it('refuses another secret', async () => {
    const request = await signedBySdk();
    expect(() => check(request, { secret: 'another' })).toThrow(/^The request signature we calculated does not match/);
  });

  it.each<[string, (request: SignedRequest) => SignedRequest]>([
    ['body', (request) => ({ ...request, body: Buffer.from('{"MaxResults":6}') })],
    ['path', (request) => ({ ...request, path: '/other' })],
    ['query', (request) => ({ ...request, query: 'a=b' })],
    ['method', (request) => ({ ...request, method: 'PUT' })],
    ['host', (request) => ({ ...request, headers: { ...request.headers, host: 'elsewhere' } })],
    ['target', (request) => ({ ...request, headers: { ...request.headers, 'x-amz-target': 'X.DeleteUserPool' } })],
  ])('refuses a tampered %s', async (_part, tamper) => {
    const request = await signedBySdk();
    expect(() => check(tamper(request))).toThrow(expect.objectContaining({ name: 'InvalidSignatureException' }));
  });

  it('does not believe what the request says of its own body', async () => {
    const request = await signedBySdk();
    expect(request.headers['x-amz-content-sha256']).toBeDefined();
    const { 'x-amz-content-sha256': _stated, ...headers } = request.headers;
    const signedHeaders = request.headers.authorization?.replace('x-amz-content-sha256;', '') ?? '';
    const tampered = { ...request, body: Buffer.from('{}'), headers: { ...headers, authorization: signedHeaders } };
    expect(() => check(tampered)).toThrow(expect.objectContaining({ name: 'InvalidSignatureException' }));
  });

  it.each(['host', 'x-amz-date', 'x-amz-target'])('insists that %s is signed', async (name) => {
    const request = await signedBySdk();
    const authorization = (request.headers.authorization ?? '').replace(new RegExp(`(?<=[=;])${name};?`), '');
    expect(() => check({ ...request, headers: { ...request.headers, authorization } })).toThrow(
      `'${name}' must be a 'SignedHeader' in the AWS Authorization.`,
    );
  });

  it('refuses a list that names a header twice, whose value would be copied as often', async () => {
    const request = await signedBySdk();
    const again = `SignedHeaders=${'host;'.repeat(2000)}`;
    expect(() => parseSignature(reworded(request, 'SignedHeaders=', again))).toThrow(
      expect.objectContaining({ name: 'InvalidSignatureException' }),
    );
  });

  it('tells a client whose clock is over five minutes off, in the words that let it correct the clock', async () => {
    const request = await signedBySdk();
    expect(() => check(request, { now: Date.now() + minutes(4) })).not.toThrow();
    expect(() => check(request, { now: Date.now() + minutes(6) })).toThrow(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than/,
    );
    expect(() => check(request, { now: Date.now() - minutes(6) })).toThrow(/^Signature not yet current: /);
  });

  it('names both limits of the clock in basic ISO form', async () => {
    const request = await signedBySdk();
    const at = signedAtOf(request);
    const basic = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
    expect(() => check(request, { now: at + minutes(5) })).not.toThrow();
    expect(() => check(request, { now: at - minutes(5) })).not.toThrow();
    expect(() => check(request, { now: at + minutes(7) })).toThrow(
      `Signature expired: ${basic(at)} is now earlier than ${basic(at + minutes(2))} (${basic(at + minutes(7))} - 5 min.)`,
    );
    expect(() => check(request, { now: at - minutes(7) })).toThrow(
      `Signature not yet current: ${basic(at)} is still later than ${basic(at - minutes(2))} (${basic(at - minutes(7))} + 5 min.)`,
    );
  });

  it.each([
    ['another algorithm', /^AWS4-HMAC-SHA256/, 'AWS4-HMAC-SHA1', "Authorization header requires 'AWS4-HMAC-SHA256'."],
    ['no credential', /Credential=[^,]*, /, '', "Authorization header requires 'Credential' parameter."],
    ['no list of headers', /SignedHeaders=[^,]*, /, '', "Authorization header requires 'SignedHeaders' parameter."],
    ['no signature', /, Signature=.*/, '', "Authorization header requires 'Signature' parameter."],
    ['a short scope', '/aws4_request', '', 'Credential must have 5 parts'],
  ])('says what lacks in a header with %s', async (_what, from, to, message) => {
    const request = reworded(await signedBySdk(), from, to);
    expect(() => check(request)).toThrow(
      expect.objectContaining({ name: 'IncompleteSignatureException', message: expect.stringContaining(message) }),
    );
  });

  it.each(['', 'Sat, 21 Nov 2026 08:00:00 GMT', '20261399T000000Z', '20261121T250000Z'])(
    'takes %j for no date',
    async (date) => {
      const request = withHeader(await signedBySdk(), 'x-amz-date', date);
      expect(() => check(request)).toThrow(expect.objectContaining({ name: 'IncompleteSignatureException' }));
    },
  );

  it('insists that the scope is of the very day', async () => {
    const request = await signedBySdk();
    for (const date of ['20200101', '20', `${parseSignature(request).date}0`]) {
      expect(() => check(reworded(request, /(?<=GATEEXAMPLE\/)\d{8}/, date))).toThrow(
        'Date in Credential scope does not match x-amz-date.',
      );
    }
  });

  it('insists that a session token is signed', async () => {
    const request = withHeader(await signedBySdk(), 'x-amz-security-token', 'put in later');
    expect(() => check(request)).toThrow("'x-amz-security-token' must be a 'SignedHeader'");
  });

  it('takes neither more nor fewer digits than a signature has', async () => {
    const request = await signedBySdk();
    for (const [from, to] of [
      [/$/, '00'],
      [/$/, 'zz'],
      [/.$/, ''],
      [/.{64}$/, '0'.repeat(64)],
    ] as const) {
      expect(() => check(reworded(request, from, to))).toThrow(/^The request signature we calculated does not match/);
    }
  });

  it('asks for a token where there is none', () => {
    expect(() => parseSignature({ method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) })).toThrow(
      expect.objectContaining({ name: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }),
    );
  });

  it('refuses the signature of another service', async () => {
    const request = await signedBySdk();
    const authorization = (request.headers.authorization ?? '').replace('/cognito-idp/', '/sts/');
    expect(() => check({ ...request, headers: { ...request.headers, authorization } })).toThrow(
      expect.objectContaining({ name: 'InvalidSignatureException' }),
    );
  });

  it('answers any header with one of its exceptions', () => {
    const piece = fc.constantFrom(
      'AWS4-HMAC-SHA256 ',
      'Credential=',
      'a/20260101/r/cognito-idp/aws4_request',
      ', ',
      'SignedHeaders=',
      'host',
      'x-amz-date',
      'x-amz-target',
      'constructor',
      '__proto__',
      ';',
      'Signature=',
      'ff',
    );
    const whole = 'AWS4-HMAC-SHA256 Credential=a/20260101/r/cognito-idp/aws4_request, Signature=ff, SignedHeaders=';
    const header = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 4 }).map((names) => `${whole}host;x-amz-date;x-amz-target;${names.join(';')}`),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    const date = fc.oneof(fc.string(), fc.constant('20260101T000000Z'));
    const odd = fc.string({ unit: fc.constantFrom('/', '.', '%', '=', '&', 'é', '\ud800', 'a') });
    fc.assert(
      fc.property(header, date, odd, odd, (authorization, signedOn, path, query) => {
        const headers = { authorization, 'x-amz-date': signedOn, host: 'h', 'x-amz-target': 't' };
        try {
          check({ method: 'POST', path, query, headers, body: Buffer.alloc(0) }, { now: Date.UTC(2026, 0, 1) });
        } catch (error) {
          expect(error).toBeInstanceOf(CognitoException);
          return;
        }
        throw new Error('A made-up signature was accepted.');
      }),
    );
  });
});
