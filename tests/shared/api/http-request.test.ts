import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditedRequest } from '#shared/api/audited-request.ts';
import { toHttpRequest } from '#shared/api/json-protocol.ts';
import { toHandler } from '#shared/api/middleware.ts';
import { logger } from '#shared/observability/powertools.ts';

const context = {
  awsRequestId: 'an id',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'f',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '128',
  logGroupName: 'g',
  logStreamName: 's',
  getRemainingTimeInMillis: () => 1000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

describe('the request in an event', () => {
  it('is there whatever is missing, or is something else', () => {
    const part = fc.jsonValue({ maxDepth: 2 });
    const event = fc.record(
      {
        headers: fc.oneof(
          part,
          fc.dictionary(fc.constantFrom('host', 'X-Orig-Uri', 'cloudfront-viewer-address'), part),
        ),
        rawPath: part,
        rawQueryString: part,
        requestContext: fc.oneof(part, fc.record({ http: part })),
        body: part,
        isBase64Encoded: part,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(event, (given) => {
        const { headers, ...request } = toHttpRequest(given, 'an id');
        for (const value of [
          ...Object.values(headers),
          request.method,
          request.path,
          request.query,
          request.sourceIp,
        ]) {
          expect(typeof value).toBe('string');
        }
      }),
    );
  });

  it('has the cookies by name, from the gateway or from the header, of which the first of a name counts', () => {
    const expected = new Map([
      ['a', '1'],
      ['__Host-b', 'x=y=='],
      ['c', ''],
    ]);
    const pairs = ['a=1', '__Host-b=x=y==', 'a=2', 'c=', 'malformed', '=nameless'];
    expect(toHttpRequest({ cookies: pairs }, 'an id').cookies).toEqual(expected);
    expect(toHttpRequest({ headers: { Cookie: pairs.join('; ') } }, 'an id').cookies).toEqual(expected);
    expect(toHttpRequest({ cookies: 'a=1' }, 'an id').cookies).toEqual(new Map());
  });

  it.each<[unknown, string]>([
    ['{}', '{}'],
    [0, '0'],
    [false, 'false'],
    [null, ''],
    [undefined, ''],
    [{ a: 1 }, '{"a":1}'],
  ])('has the body %j as the bytes that were sent', (body, sent) => {
    expect(Buffer.from(toHttpRequest({ body }, 'an id').body).toString()).toBe(sent);
  });
});

describe('a handler', () => {
  it('answers whatever fails around its stack', async () => {
    logger.setLogLevel('SILENT');
    const called = { name: 'broken', key: 'broken', api: 'endpoint', audited: auditedRequest } as const;
    const failed = (requestId: string) => ({ statusCode: 500, body: requestId });
    const broken = toHandler(called, async () => Promise.reject(new Error('The error step failed.')), failed);
    expect(await broken({}, context)).toEqual({ statusCode: 500, body: 'an id' });
    const event: { readonly headers: unknown } = JSON.parse('null');
    expect(await broken(event, context)).toEqual({ statusCode: 500, body: 'an id' });
    expect(await broken({}, JSON.parse('null'))).toEqual({ statusCode: 500, body: '' });
    logger.setLogLevel('INFO');
  });
});
