import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSignature, parseSignature, type SignedRequest } from '#shared/domain/signature-v4/verify.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const secretAccessKey = 'a secret of forty characters, about so..';

class Captured extends Error {
  readonly request: SignedRequest;

  constructor(request: SignedRequest) {
    super('captured');
    this.request = request;
  }
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
      handle: async ({ method, path: sent, headers, body }) => {
        const lower = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
        );
        throw new Captured({ method, path: sent, query: '', headers: lower, body: Buffer.from(String(body)) });
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

const minutes = (count: number): number => count * 60_000;

describe('Signature Version 4', () => {
  it.each<[string, Signing]>([
    ['at the root', {}],
    ['under a path', { path: '/pool/v1' }],
    ['with a session token', { sessionToken: 'a token' }],
  ])('accepts what the SDK signs %s', async (_where, signing) => {
    const request = await signedBySdk(signing);
    expect(parseSignature(request)).toMatchObject({ accessKeyId: 'GATEEXAMPLE', region: 'eu-west-3' });
    expect(() => check(request)).not.toThrow();
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
    expect(() => check(tamper(request))).toThrow(expect.objectContaining({ name: 'SignatureDoesNotMatch' }));
  });

  it('does not believe what the request says of its own body', async () => {
    const request = await signedBySdk();
    expect(request.headers['x-amz-content-sha256']).toBeDefined();
    const { 'x-amz-content-sha256': _stated, ...headers } = request.headers;
    const signedHeaders = request.headers.authorization?.replace('x-amz-content-sha256;', '') ?? '';
    const tampered = { ...request, body: Buffer.from('{}'), headers: { ...headers, authorization: signedHeaders } };
    expect(() => check(tampered)).toThrow(expect.objectContaining({ name: 'SignatureDoesNotMatch' }));
  });

  it.each(['host', 'x-amz-date', 'x-amz-target', 'content-type'])('insists that %s is signed', async (name) => {
    const request = await signedBySdk();
    const authorization = (request.headers.authorization ?? '').replace(new RegExp(`(?<=[=;])${name};?`), '');
    expect(() => check({ ...request, headers: { ...request.headers, authorization } })).toThrow(
      `'${name}' must be a 'SignedHeader' in the AWS Authorization.`,
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

  it('asks for a token where there is none', () => {
    expect(() => parseSignature({ method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) })).toThrow(
      expect.objectContaining({ name: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }),
    );
  });

  it('refuses the signature of another service', async () => {
    const request = await signedBySdk();
    const authorization = (request.headers.authorization ?? '').replace('/cognito-idp/', '/sts/');
    expect(() => check({ ...request, headers: { ...request.headers, authorization } })).toThrow(
      expect.objectContaining({ name: 'SignatureDoesNotMatch' }),
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
      ';',
      'Signature=',
      'ff',
    );
    const header = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(header, fc.string(), (authorization, date) => {
        const headers = { authorization, 'x-amz-date': date, host: 'h', 'x-amz-target': 't' };
        try {
          check({ method: 'POST', path: '/', query: '', headers, body: Buffer.alloc(0) });
        } catch (error) {
          expect(error).toBeInstanceOf(CognitoException);
          return;
        }
        throw new Error('A made-up signature was accepted.');
      }),
    );
  });
});
