import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { zipOf } from '#local/osls/archive.ts';
import { assemble } from '#local/osls/assemble.ts';
import { wantsMaps } from '#local/osls/bundle-package.ts';
import { edgeFunctionCode } from '#local/osls/edge-function.ts';
import { fillPlaceholders } from '#local/osls/event-placeholders.ts';
import {
  httpApiDefinition,
  isForOperations,
  isForPages,
  isForTransactions,
  routesOf,
} from '#local/osls/http-api-definition.ts';
import { parseLimits, putLimits } from '#local/osls/limits.ts';
import { buildParts } from '#local/osls/parts.ts';
import { signEvent } from '#local/osls/sign-event.ts';
import { medianOf, overBudget } from '#local/packaging/bundle-budget.ts';
import { zipEntries } from '#local/packaging/zip-entries.ts';
import { assertSignature, parseSignature } from '#shared/domain/signature-v4/verify.ts';
import { createCodeDecryption } from '#shared/gateways/sender-codes.ts';

const Sources = v.object({ sources: v.array(v.string()) });

const stack = {
  endpoint: 'http://127.0.0.1:1',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Demo',
  clientId: 'client',
  identityPoolId: 'us-east-1:0a1b2c3d-0000-4000-8000-000000000000',
  username: 'ada',
  password: 'Quote"and\\slash1',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret',
  machineClientId: 'machine',
  machineClientSecret: 'machine-secret',
};

describe('maps of packaged code', () => {
  it('are made where SOURCE_MAPS asks for them', () => {
    expect(['1', '0', undefined].map((SOURCE_MAPS) => wantsMaps({ SOURCE_MAPS }))).toEqual([true, false, false]);
  });
});

describe('an archive', () => {
  it('has the same bytes whenever it is made, and holds what was put in', async () => {
    const files = [
      { name: 'chunks/a.mjs', bytes: Buffer.from('export const a = 1;') },
      { name: 'functions/b.mjs', bytes: Buffer.alloc(70_000, 'b') },
    ];
    const [first, second] = [await zipOf(files), await zipOf(files)];
    expect(first.equals(second)).toBe(true);
    expect(await zipEntries(first)).toEqual([
      { name: 'chunks/a.mjs', size: 19 },
      { name: 'functions/b.mjs', size: 70_000 },
    ]);
  });

  it('is told from what is none', async () => {
    await expect(zipEntries(Buffer.from('not a zip'))).rejects.toThrow(/not a zip file/i);
  });
});

describe('a function that is put together', () => {
  const sources = {
    'first.ts': `import { count } from './shared.ts';
import { here } from './both.ts';
export const handler = async () => {
  const { late } = await import('./late.ts');
  const both = await import('./both.ts');
  return [count(), here, late(), both.here === here, both.unused];
};`,
    'second.ts': `import { onlySecond } from './shared.ts';
export const handler = async () => onlySecond;`,
    'shared.ts': `let counted = 0;
export const count = () => ++counted;
export const onlySecond = 'what the second says';`,
    'both.ts': `export const here = { is: 'here' };
export const unused = 'asked for by nobody by name';`,
    'late.ts': `import { isBuiltin } from 'node:module';
import { count } from './shared.ts';
const packages = () => import('@node-rs/argon2');
export const late = () => ['what comes late', count(), isBuiltin('fs'), typeof packages];`,
  };

  const assembled = async (names: readonly string[]) => {
    mkdirSync('.esbuild', { recursive: true });
    const folder = path.posix.join('.esbuild', path.basename(mkdtempSync('.esbuild/assemble-')));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(sources)) writeFileSync(path.join(folder, name), text);
    const entries = names.map((name) => `${folder}/${name}.ts`);
    const parts = await buildParts({ entries, outdir: `${folder}/parts`, without: [], maps: true });
    return Promise.all(
      entries.map(async (source) => {
        const outdir = `${folder}/out-${path.posix.basename(source, '.ts')}`;
        const { files, packages } = await assemble(source, parts, { outdir, maps: true });
        const module = `${outdir}/${source.replace(/\.ts$/, '.mjs')}`;
        return { module, packages, others: files.filter((file) => file !== module) };
      }),
    );
  };

  const answerOf = async (module: string): Promise<unknown> => {
    const { handler } = v.parse(v.object({ handler: v.function() }), await import(path.resolve(module)));
    return handler();
  };

  it('runs, and has one copy of what its start and its code on demand share', async () => {
    const [first, second] = await assembled(['first', 'second']);
    expect(await answerOf(first?.module ?? '')).toEqual([
      1,
      { is: 'here' },
      ['what comes late', 2, true, 'function'],
      true,
      'asked for by nobody by name',
    ]);
    expect(await answerOf(second?.module ?? '')).toBe('what the second says');
    expect([first?.packages, second?.packages]).toEqual([['@node-rs/argon2'], []]);
  });

  it('loads one module at its start, which has nothing that only others need or that comes on demand', async () => {
    const [first, second] = await assembled(['first', 'second']);
    const text = readFileSync(first?.module ?? '', 'utf8');
    expect(text).toContain('asked for by nobody');
    expect(text).not.toMatch(/what comes late|what the second says|from"\./);
    expect(first?.others.map((file) => path.posix.basename(path.posix.dirname(file)))).toEqual(['chunks', 'chunks']);
    expect(second?.others).toEqual([]);
    expect(readFileSync(second?.module ?? '', 'utf8')).not.toContain('asked for by nobody');
  });

  it('has maps of its code beside it where they are wanted', async () => {
    const [first] = await assembled(['first']);
    const map = v.parse(Sources, JSON.parse(readFileSync(`${first?.module}.map`, 'utf8')));
    expect(map.sources.map((file) => path.posix.basename(file))).toContain('shared.ts');
  });
});

describe('the code of the edge function', () => {
  it('takes the domain in place of its placeholder and leaves its own template strings alone', () => {
    const names = ['__OPERATIONS_DOMAIN__', '__PAGES_DOMAIN__', '__TRANSACTIONS_DOMAIN__', '__CONSOLE__'];
    const source = ['const path = `/op/$', `{name}\`; const names = ${JSON.stringify(names)};`].join('');
    const { 'Fn::Join': joined } = edgeFunctionCode(source);
    expect(joined[1]?.[0]).toBe(source.slice(0, source.indexOf('__OPERATIONS')));
    expect(joined[1]).toContainEqual({ Ref: 'HttpApi' });
    expect(joined[1]).toContainEqual({ Ref: 'PagesApi' });
    expect(joined[1]).toContainEqual({ Ref: 'TransactionsApi' });
    expect(joined[1]).toContainEqual({ 'Fn::If': ['ServesConsole', 'on', 'off'] });
  });

  it('is refused when CloudFront would refuse it', () => {
    expect(() => edgeFunctionCode(`__OPERATIONS_DOMAIN__${'x'.repeat(10_240)}`)).toThrow('10240 bytes');
    expect(() => edgeFunctionCode('__OPERATIONS_DOMAIN__')).toThrow('does not hold __PAGES_DOMAIN__');
  });
});

describe('limits', () => {
  const given = {
    rateLimit: '1000',
    burstLimit: 2000,
    openRateLimit: '10',
    openBurstLimit: '20',
    reservedConcurrency: 'off',
    openFunctions: ['SignUp', 'login'],
  };
  const functions = {
    SignUp: { handler: 'a.handler', name: 'p-SignUp', events: [{ httpApi: 'POST /op/SignUp' }] },
    login: { handler: 'b.handler', name: 'p-login', events: [{ httpApi: 'GET /login' }, { httpApi: 'POST /login' }] },
  };
  const resourcesOf = () => ({
    HttpApiStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: {} },
    PagesApiStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: {} },
    TransactionsApiStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: {} },
    SignUpLambdaFunction: { Type: 'AWS::Lambda::Function', Properties: {} },
    LoginLambdaFunction: { Type: 'AWS::Lambda::Function', Properties: {} },
  });

  it('are numbers, on every route and lower on open ones', () => {
    const resources = resourcesOf();
    putLimits(resources, functions, parseLimits(given));
    expect(resources).toMatchObject({
      HttpApiStage: {
        Properties: {
          DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
          RouteSettings: { 'POST /op/SignUp': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 } },
        },
      },
      PagesApiStage: {
        Properties: { DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 } },
      },
      SignUpLambdaFunction: { Properties: {} },
    });
    expect(Object.keys(Object(resources.HttpApiStage.Properties).RouteSettings)).toEqual(['POST /op/SignUp']);
    expect(Object(resources.PagesApiStage.Properties).RouteSettings).toEqual({
      'POST /login': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    });
    expect(resources.SignUpLambdaFunction.Properties).toEqual({});
  });

  it('reserve executions where that is asked for', () => {
    const resources = resourcesOf();
    putLimits(resources, functions, parseLimits({ ...given, reservedConcurrency: '50' }));
    expect(resources.SignUpLambdaFunction.Properties).toEqual({ ReservedConcurrentExecutions: 50 });
    expect(resources.LoginLambdaFunction.Properties).toEqual({ ReservedConcurrentExecutions: 50 });
  });

  it.each([
    [{ rateLimit: 'many' }, 'The setting rateLimit is to be a whole number above 0.'],
    [{ openBurstLimit: '0' }, 'The setting openBurstLimit is to be a whole number above 0.'],
    [{ reservedConcurrency: 'on' }, 'The setting reservedConcurrency is to be "off" or a whole number above 0.'],
  ])('refuse %j', (wrong, message) => {
    expect(() => parseLimits({ ...given, ...wrong })).toThrow(message);
  });

  it('are not put on a function that has no route', () => {
    const limits = parseLimits({ ...given, openFunctions: ['Nobody'] });
    expect(() => putLimits(resourcesOf(), functions, limits)).toThrow('The open function Nobody has no route.');
  });
});

describe('the definition of the HTTP API', () => {
  const cors = { allowedOrigins: ['*'], allowedMethods: [], allowedHeaders: [], exposedResponseHeaders: [], maxAge: 1 };

  it('has a path per route, its parameters, and one default', () => {
    const routes = routesOf({
      SignUp: { handler: 'a.handler', name: 'p-SignUp', events: [{ httpApi: 'POST /op/SignUp' }] },
      jwks: { handler: 'b.handler', name: 'p-jwks', events: [{ httpApi: 'GET /{pool}/.well-known/jwks.json' }] },
      transaction: { handler: 't.handler', name: 'p-t', events: [{ httpApi: 'OPTIONS /transactions/{id}' }] },
      rest: { handler: 'c.handler', name: 'p-rest', events: [{ httpApi: '*' }] },
      worker: { handler: 'd.handler', name: 'p-worker' },
    });
    const { paths } = httpApiDefinition('p', routes, cors);
    expect(Object.keys(paths)).toEqual([
      '/op/SignUp',
      '/{pool}/.well-known/jwks.json',
      '/transactions/{id}',
      '/$default',
    ]);
    expect(paths).toHaveProperty(['/{pool}/.well-known/jwks.json', 'get', 'parameters', 0, 'name'], 'pool');
    expect(paths).toHaveProperty(['/$default', 'x-amazon-apigateway-any-method', 'isDefaultRoute'], true);
    expect(routes.filter(isForOperations).map(({ route }) => route)).toEqual(['POST /op/SignUp', '*']);
    expect(routes.filter(isForPages).map(({ route }) => route)).toEqual(['GET /{pool}/.well-known/jwks.json', '*']);
    expect(routes.filter(isForTransactions).map(({ route }) => route)).toEqual(['OPTIONS /transactions/{id}', '*']);
  });

  it('says nothing of other origins where the functions do', () => {
    expect(httpApiDefinition('p', [], cors)).toHaveProperty('x-amazon-apigateway-cors');
    expect(httpApiDefinition('p', [], undefined)).not.toHaveProperty('x-amazon-apigateway-cors');
  });

  it('has one integration for a function, however many routes lead to it', () => {
    const events = [{ httpApi: 'GET /login' }, { httpApi: 'POST /login' }];
    const routes = routesOf({ login: { handler: 'a.handler', name: 'p-login', events } });
    const { paths, components } = httpApiDefinition('p', routes, cors);
    expect(Object.keys(paths['/login'] ?? {})).toEqual(['get', 'post']);
    expect(Object.values(components).map(Object.keys)).toEqual([['p-login']]);
  });
});

describe('an event for a local invocation', () => {
  it('is filled in, with escapes where the value stands inside a JSON body', async () => {
    const event = { path: { userPoolId: '{{UserPoolId}}' }, body: '{"Password":"{{Password}}"}' };
    const filled = await fillPlaceholders(event, stack);
    expect(filled.path.userPoolId).toBe(stack.userPoolId);
    expect(JSON.parse(filled.body)).toEqual({ Password: stack.password });
  });

  it('may ask for a code as custom senders of the stack get it', async () => {
    const keyFile = path.join(mkdtempSync(path.join(tmpdir(), 'gatehouse-key-')), 'sender.key');
    onTestFinished(() => rmSync(path.dirname(keyFile), { recursive: true }));
    writeFileSync(keyFile, randomBytes(32));
    vi.stubEnv('SENDER_KEY_FILE', keyFile);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code } = await fillPlaceholders({ code: '{{SenderCode}}' }, stack);
    const codes = createCodeDecryption({ keyFile, accountId: '000000000000', partition: 'aws' });
    expect(await codes.decrypt(code, stack)).toBe('123456');
  });

  it('may not ask for what the stack does not have', async () => {
    await expect(fillPlaceholders({ body: '{{Colour}}' }, stack)).rejects.toThrow('{{Colour}}');
  });

  it('is signed as the viewer sent it, not as the edge passed it on', async () => {
    const headers = { host: 'api.internal', 'x-orig-host': 'localhost:9229', 'x-orig-uri': '/', 'x-amz-target': 'X.Y' };
    const date = new Date('2026-11-21T08:00:00Z');
    const signed = await signEvent({ headers, body: '{}' }, { ...stack, date });
    expect(signed.headers).toMatchObject({ host: 'localhost:9229', 'x-amz-date': '20261121T080000Z' });
    expect(signed.headers['x-orig-authorization']).toBe(signed.headers.authorization);
    expect(signed.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261121\/us-east-1\/cognito-idp\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/,
    );
  });

  it('is signed with the query that it came with', async () => {
    const date = new Date('2026-11-21T08:00:00Z');
    const sent = { headers: { 'x-orig-uri': '/?a=b%20c&d', 'x-amz-target': 'X.Y' }, body: '{}' };
    const { headers } = await signEvent(sent, { ...stack, date });
    const request = { method: 'POST', path: '/', query: 'a=b%20c&d', headers, body: Buffer.from('{}') };
    const check = (one: typeof request) =>
      assertSignature(one, parseSignature(one), stack.secretAccessKey, date.getTime());
    expect(() => check(request)).not.toThrow();
    expect(() => check({ ...request, query: 'a=b%20d&d' })).toThrow('does not match');
  });
});

describe('the bundle budget', () => {
  const of = (...sizes: number[]) => sizes.map((bytes, index) => ({ name: `F${index}`, bytes }));

  it('is kept by small functions', () => {
    expect(overBudget(of(200_000, 410_000, 250_000))).toEqual([]);
    expect(medianOf(of(3, 1, 2))).toBe(2);
  });

  it('is broken by one large function, and by many middling ones', () => {
    expect(overBudget(of(200_000, 410_001, 250_000))).toEqual(['F1 has 411 kB of code, over 410 kB.']);
    expect(overBudget(of(310_000, 320_000, 330_000))).toEqual(['The median function has 320 kB of code, over 300 kB.']);
  });
});
