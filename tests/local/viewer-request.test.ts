import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EdgeRequest, loadViewerRequest, toQuerystring } from '#local/edge.ts';
import { loadEdgeFunction } from '#local/edge-function.ts';

const source = readFileSync('functions/edge/viewer-request.js', 'utf8');
const viewerRequest = loadViewerRequest(source);

const run = (given: {
  readonly method?: string;
  readonly uri?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}) => {
  const { method = 'POST', uri = '/', query = '', headers = {} } = given;
  const request: EdgeRequest = {
    method,
    uri,
    querystring: toQuerystring(query),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }])),
  };
  const edited = viewerRequest({ request });
  return {
    uri: edited.uri,
    headers: Object.fromEntries(Object.entries(edited.headers).map(([name, { value }]) => [name, value])),
  };
};

const target = (operation: string) => ({ 'x-amz-target': operation });

describe('the path of a request', () => {
  it.each([
    ['/', 'AWSCognitoIdentityProviderService.SignUp', '/op/SignUp'],
    ['/pool/v1/', 'AWSCognitoIdentityProviderService.InitiateAuth', '/op/InitiateAuth'],
    ['/', 'Gatehouse.RotateSigningKeys', '/op/RotateSigningKeys'],
    ['/', 'AWSCognitoIdentityProviderService.TagResource', '/op/TagResource'],
    ['/', 'AWSCognitoIdentityService.TagResource', '/op/IdentityTagResource'],
  ])('at %s with target %s becomes %s', (uri, operation, path) => {
    expect(run({ uri, headers: target(operation) }).uri).toBe(path);
  });

  it.each([
    'SignUp',
    'S3.SignUp',
    'AWSCognitoIdentityProviderService.',
    'AWSCognitoIdentityProviderService.Sign/Up',
    'AWSCognitoIdentityProviderService.../x',
    'AWSCognitoIdentityProviderService.IdentityTagResource',
    'AWSCognitoIdentityService.',
    'AWSCognitoIdentityServiceX.GetId',
    ` AWSCognitoIdentityProviderService.SignUp`,
    `AWSCognitoIdentityProviderService.${'A'.repeat(65)}`,
  ])('with the malformed target %j becomes the one that nobody answers', (operation) => {
    expect(run({ uri: '/op/SignUp', headers: target(operation) }).uri).toBe('/');
  });

  it('stays as it is without a target, and where nothing is posted', () => {
    expect(run({ uri: '/oauth2/token' }).uri).toBe('/oauth2/token');
    const headers = target('AWSCognitoIdentityProviderService.SignUp');
    expect(run({ method: 'GET', uri: '/us-east-1_a/.well-known/jwks.json', headers }).uri).toBe(
      '/us-east-1_a/.well-known/jwks.json',
    );
  });
});

describe('the console', () => {
  it('is at one address, has a page for its folder, and leads to no operation', () => {
    const edit = (uri: string, code = source): unknown =>
      loadEdgeFunction(code)({
        request: { method: 'POST', uri, headers: { 'x-amz-target': { value: 'Gatehouse.X' } }, querystring: {} },
      });
    expect(edit('/console')).toMatchObject({ statusCode: 308, headers: { location: { value: '/console/' } } });
    expect(edit('/console/')).toMatchObject({ uri: '/console/index.html' });
    expect(edit('/console/assets/a.js')).toMatchObject({ uri: '/console/assets/a.js' });
    expect(edit('/consoles/')).toMatchObject({ headers: { 'x-orig-uri': { value: '/consoles/' } } });
    // Where there is none, these paths are like any other.
    for (const uri of ['/console', '/console/'])
      expect(edit(uri, source.replace('__CONSOLE__', 'off'))).toMatchObject({
        headers: { 'x-orig-uri': { value: uri } },
      });
  });

  it('is told of nothing that only the distribution may say', () => {
    const headers = { 'x-origin-secret': { value: 'guess' }, 'x-orig-uri': { value: '/' } };
    expect(
      loadEdgeFunction(source)({ request: { method: 'GET', uri: '/console/', headers, querystring: {} } }),
    ).toEqual({
      method: 'GET',
      uri: '/console/index.html',
      headers: {},
      querystring: {},
    });
  });
});

describe('the path of a document at the root of a host', () => {
  const pathAt = (host: string, uri: string): string => run({ method: 'GET', uri, headers: { host } }).uri;

  it.each([
    ['shop.example.com', '/domains/shop.example.com/.well-known/jwks.json'],
    ['Shop.Example.com', '/domains/shop.example.com/.well-known/jwks.json'],
    ['shop.example.com:443', '/domains/shop.example.com/.well-known/jwks.json'],
    ['shop.localhost:9229', '/domains/shop.localhost/.well-known/jwks.json'],
    ['a/b', '/.well-known/jwks.json'],
    ['a:b', '/.well-known/jwks.json'],
    ['[::1]:9229', '/.well-known/jwks.json'],
    ['a%2F..', '/.well-known/jwks.json'],
    ['', '/.well-known/jwks.json'],
  ])('at %j is %s', (host, path) => {
    expect(pathAt(host, '/.well-known/jwks.json')).toBe(path);
  });

  it('says so for the metadata of an API as well', () => {
    const uri = '/.well-known/oauth-protected-resource/mcp.example.com/mcp';
    expect(pathAt('shop.example.com', uri)).toBe(`/domains/shop.example.com${uri}`);
  });

  it('stays as it is where it names a pool, and where it is none', () => {
    for (const uri of [
      '/us-east-1_a/.well-known/jwks.json',
      '/.well-known/openid-configuration/us-east-1_a',
      '/domains/a.example.com/.well-known/jwks.json',
      '/.well-known/',
      '/login',
    ])
      expect(pathAt('shop.example.com', uri)).toBe(uri);
    expect(run({ method: 'GET', uri: '/.well-known/jwks.json' }).uri).toBe('/.well-known/jwks.json');
  });

  it('is what the functions read, as no header of the viewer passes a cache', () => {
    const { headers } = run({ method: 'GET', uri: '/.well-known/jwks.json', headers: { host: 'shop.example.com' } });
    expect(headers['x-orig-uri']).toBe('/domains/shop.example.com/.well-known/jwks.json');
  });
});

describe('what the viewer signed', () => {
  it('is kept: host, path with query, and authorization', () => {
    const { headers } = run({
      uri: '/a%20b/',
      query: 'x=1&y=%2F&flag&x=2',
      headers: { host: 'auth.example.com', authorization: 'AWS4-HMAC-SHA256 …', 'x-gatehouse-clock': '1' },
    });
    expect(headers).toEqual({
      host: 'auth.example.com',
      authorization: 'AWS4-HMAC-SHA256 …',
      'x-gatehouse-clock': '1',
      'x-orig-host': 'auth.example.com',
      'x-orig-uri': '/a%20b/?x=1&x=2&y=%2F&flag',
      'x-orig-authorization': 'AWS4-HMAC-SHA256 …',
    });
  });

  it('cannot be forged, nor can the proof of having come through the edge', () => {
    const forged = { 'x-orig-host': 'a', 'x-orig-uri': '/b', 'x-orig-authorization': 'c', 'x-origin-secret': 'd' };
    expect(run({ headers: forged }).headers).toEqual({ 'x-orig-uri': '/' });
    const { headers } = run({ headers: { ...forged, host: 'auth.example.com' } });
    expect(headers).toEqual({ host: 'auth.example.com', 'x-orig-host': 'auth.example.com', 'x-orig-uri': '/' });
  });

  it('is kept from the parameters as CloudFront gives them', () => {
    const querystring = { a: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }, b: { value: '' } };
    const { headers } = viewerRequest({ request: { method: 'GET', uri: '/p', querystring, headers: {} } });
    expect(headers['x-orig-uri']).toEqual({ value: '/p?a=1&a=2&b' });
  });

  it('is kept whatever the parameters are called', () => {
    const { headers } = run({ query: '__proto__=1&constructor=2&__proto__=3' });
    expect(headers['x-orig-uri']).toBe('/?__proto__=1&__proto__=3&constructor=2');
    expect({}).not.toHaveProperty('multiValue');
  });
});

describe('the code of the function', () => {
  it('is small enough for CloudFront and imports its module in the first line', () => {
    expect(Buffer.byteLength(source)).toBeLessThan(10_240);
    expect(source).toMatch(/^import cf from 'cloudfront';\n/);
  });

  it('uses no syntax that JavaScript runtime 2.0 lacks', () => {
    const code = source.replace(/\/\/.*$/gm, '');
    expect(code).not.toMatch(/\bfor\s*\(\s*(?:const|let|var)\s+[^;)]*\bof\b/);
    expect(code).not.toMatch(/\?\.|\?\?|\bclass\b|\.\.\.|\bfunction\s*\*/);
  });
});
