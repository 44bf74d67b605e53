import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { newAccessKey } from '#local/access-key.ts';
import { gatewayEvent } from '#tests/support/gateway-event.ts';
import { stack } from '#tests/support/stack.ts';

const invocations = '/2015-03-31/functions/gatehouse-local-CreateAccessKey/invocations';
const invocationsUnheard = '/2014-11-13/functions/gatehouse-local-CreateAccessKey/invoke-async/';

const places = [
  ['the mailbox', () => stack().mailboxUrl, '/'],
  ['what the mailbox takes as SES', () => stack().mailboxUrl, '/v2/email/outbound-emails'],
  ['the messages', () => stack().mailboxUrl, '/messages'],
  ['the store of files', () => stack().env.S3_ENDPOINT ?? '', '/gatehouse-files/imports/one'],
  ['Lambda', () => stack().lambdaEndpoint, invocations],
  ['Lambda without an answer', () => stack().lambdaEndpoint, invocationsUnheard],
] as const;

// A body is announced but not sent: a server that wants to read it first does not answer.
const answerTo = async (base: string, path: string, method: string, headers: Readonly<Record<string, string>>) => {
  const { hostname, host, port } = new URL(base);
  const sent = { host, connection: 'close', 'content-type': 'text/plain', 'content-length': '1000', ...headers };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return text(socket);
};

describe.each(places)('%s', (_place, baseOf, path) => {
  const portOf = (): string => new URL(baseOf()).port;

  it.each([
    ['another origin', () => ({ origin: 'https://evil.example' })],
    ['an origin that is hidden', () => ({ origin: 'null' })],
    ['another port', () => ({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' })],
    ['the API', () => ({ origin: stack().endpoint })],
    ['another site, in an image', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
    ['the same site', () => ({ 'sec-fetch-site': 'same-site' })],
    ['another name', () => ({ host: `evil.example:${portOf()}` })],
    [
      'another name, as its own',
      () => ({ host: `evil.example:${portOf()}`, origin: `http://evil.example:${portOf()}` }),
    ],
    ['no port', () => ({ host: 'localhost' })],
    [
      'a socket of a page',
      () => ({ origin: 'https://evil.example', upgrade: 'websocket', connection: 'upgrade, close' }),
    ],
  ])('refuses a page of %s, and reads nothing of what it sends', async (_what, headersOf) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await answerTo(baseOf(), path, method, {
        ...headersOf(),
        'access-control-request-method': 'POST',
        authorization: 'AWS4-HMAC-SHA256 Credential=local/20261129/us-east-1/lambda/aws4_request',
      });
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toContain('Only pages of this very address may come here.');
      expect(answer).not.toMatch(/access-control-allow/i);
    }
  });

  it.each([
    ['by its address', () => ({})],
    ['by its name', () => ({ host: `localhost:${portOf()}` })],
    ['for its own page', () => ({ origin: `http://127.0.0.1:${portOf()}`, 'sec-fetch-site': 'same-origin' })],
  ])('looks at what comes %s', async (_what, headersOf) => {
    const answer = await answerTo(baseOf(), path, 'GET', { ...headersOf(), 'content-length': '0' });
    expect(answer).toMatch(/^HTTP\/1\.1 \d/);
    expect(answer).not.toContain('Only pages of this very address may come here.');
  });
});

it('a function answers only what has the secret of the edge, which is made for each stack', async () => {
  const { lambdaEndpoint, region, credentials, env } = stack();
  const lambda = new LambdaClient({ endpoint: lambdaEndpoint, region, credentials, maxAttempts: 1 });
  const { ORIGIN_SECRETS: secret = '' } = env;
  const answerWith = async (given: string): Promise<string> => {
    const event = await gatewayEvent({ ...stack(), env: { ORIGIN_SECRETS: given } }, 'GetUser', {});
    const call = { FunctionName: 'gatehouse-local-GetUser', Payload: JSON.stringify(event) };
    const { Payload } = await lambda.send(new InvokeCommand(call));
    return JSON.parse(JSON.parse(Buffer.from(Payload ?? []).toString()).body).__type;
  };
  expect(secret).toMatch(/^[\w-]{40}$/);
  expect(await answerWith(secret)).toBe('InvalidParameterException');
  for (const guess of ['local', '', `${secret}x`, secret.toUpperCase()]) {
    expect(await answerWith(guess)).toBe('ForbiddenException');
  }
});

describe('an invocation', () => {
  const invoke = async (
    credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
    payload = {},
  ) => {
    const { lambdaEndpoint: endpoint, region } = stack();
    const lambda = new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
    const call = { FunctionName: 'gatehouse-local-CreateAccessKey', Payload: JSON.stringify(payload) };
    return lambda.send(new InvokeCommand(call));
  };

  it('is refused with another payload than was signed', async () => {
    const { lambdaEndpoint: endpoint, region, credentials } = stack();
    const lambda = new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
    lambda.middlewareStack.add(
      (next) => (call) => {
        Object.assign(Object(call.request), { body: '{"actions":["*"]}' });
        return next(call);
      },
      { step: 'deserialize' },
    );
    const call = { FunctionName: 'gatehouse-local-CreateAccessKey', Payload: '{"actions":["-"]}' };
    await expect(lambda.send(new InvokeCommand(call))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  it('is made for a part of this stack', async () => {
    const { FunctionError, StatusCode } = await invoke(stack().credentials, newAccessKey());
    expect([FunctionError, StatusCode]).toEqual([undefined, 200]);
  });

  it.each([
    [
      'the secret of earlier versions',
      () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
      'SignatureDoesNotMatch',
    ],
    ['no secret', () => ({ accessKeyId: 'local', secretAccessKey: '' }), 'SignatureDoesNotMatch'],
    ['the access key of administration', () => stack(), 'InvalidAccessKeyId'],
  ])('is refused with %s', async (_what, credentialsOf, name) => {
    const { accessKeyId, secretAccessKey } = credentialsOf();
    await expect(invoke({ accessKeyId, secretAccessKey })).rejects.toMatchObject({ name });
  });

  it.each([invocations, invocationsUnheard])(
    'is refused unsigned at %s, whatever it says that it holds',
    async (path) => {
      for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
        const headers = { 'content-type': type };
        const answer = await fetch(`${stack().lambdaEndpoint}${path}`, { method: 'POST', headers, body: '{}' });
        expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDenied']);
        expect(await answer.text()).not.toContain('secretAccessKey');
      }
    },
  );
});
