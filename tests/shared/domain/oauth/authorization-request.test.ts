import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import {
  clientIdOf,
  RefusedRequest,
  readAuthorizationRequest,
  UntrustedRequest,
} from '#shared/domain/oauth/authorization-request.ts';
import { refusalParameters, respond } from '#shared/domain/oauth/authorization-response.ts';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';
import { newAppClient } from '#tests/support/app-client.ts';

const callback = 'https://app.example.com/callback';
const phone = 'com.example.app:/back?tenant=1';
const CallbackURLs = [callback, phone];

const clientWith = (more: AppClient['settings'] = {}): AppClient =>
  newAppClient('us-east-1_abcdefghi', {
    settings: {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code', 'implicit'],
      AllowedOAuthScopes: ['openid', 'email', 'orders/read'],
      CallbackURLs,
      ...more,
    },
  });

const good = { response_type: 'code', client_id: 'client', redirect_uri: callback };

const read = (asked: Readonly<Record<string, string>>, client = clientWith()) =>
  readAuthorizationRequest(parseParameters(String(new URLSearchParams(asked))), client);

const refusalOf = (asked: Readonly<Record<string, string>>, client?: AppClient): unknown => {
  try {
    return read(asked, client);
  } catch (error) {
    return error;
  }
};

describe('a request for authorization', () => {
  it('is read with its defaults', () => {
    expect(read(good)).toEqual({
      redirectUri: callback,
      responseMode: 'query',
      state: undefined,
      namesRedirect: true,
      responseType: 'code',
      scopes: ['openid', 'email', 'orders/read'],
      namesScopes: false,
      nonce: undefined,
      codeChallenge: undefined,
      resource: undefined,
      isForNobody: false,
      prompts: [],
      maxAge: undefined,
      acrValues: [],
      loginHint: undefined,
    });
  });

  it('is read with everything', () => {
    expect(
      read({
        ...good,
        response_type: 'token',
        response_mode: 'form_post',
        state: 's',
        scope: 'email  openid email',
        nonce: 'n',
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
        resource: 'orders',
        prompt: 'login consent',
        max_age: '0',
        acr_values: 'one two',
        login_hint: 'ada',
      }),
    ).toMatchObject({
      responseType: 'token',
      responseMode: 'form_post',
      state: 's',
      scopes: ['email', 'openid'],
      namesScopes: true,
      nonce: 'n',
      codeChallenge: 'a'.repeat(43),
      resource: 'orders',
      prompts: ['login', 'consent'],
      maxAge: 0,
      acrValues: ['one', 'two'],
      loginHint: 'ada',
    });
  });

  it('goes to the default address, which it need not name', () => {
    const { redirect_uri: _redirect, ...without } = good;
    const client = clientWith({ DefaultRedirectURI: phone });
    expect(read(without, client)).toMatchObject({ redirectUri: phone, namesRedirect: false });
    expect(refusalOf(without)).toMatchObject({ name: 'UntrustedRequest', code: 'Required parameters missing' });
  });

  it.each([
    'http://127.0.0.1:1@evil.example.com/callback',
    'http://127.0.0.1:80:80/callback',
    'http://127.0.0.1:99999/callback',
    'http://127.0.0.1:80.evil.example.com/callback',
    'http://127.0.0.1:80\\@evil.example.com/callback',
    'http://127.0.0.1:/callback',
    'http://127.0.0.1:80/callback/more',
    'http://127.0.0.1:80#/callback',
    'https://127.0.0.1:80/callback',
    '//127.0.0.1:80/callback',
  ])('has no address of this machine in %s', (redirect_uri) => {
    const client = clientWith({ CallbackURLs: ['http://127.0.0.1/callback'] });
    expect(refusalOf({ ...good, redirect_uri }, client)).toMatchObject({ code: 'redirect_mismatch' });
  });

  it('is not trusted by a client without OAuth, even with a registered address', () => {
    const off = clientWith({ AllowedOAuthFlowsUserPoolClient: false });
    expect(refusalOf(good, off)).toMatchObject({ name: 'UntrustedRequest', code: 'invalid_request' });
  });

  it('keeps refusals of the implicit flow out of the query', () => {
    for (const response_mode of ['query', 'cookie', '']) {
      const refused = refusalOf({ ...good, response_type: 'token', scope: 'none', response_mode });
      expect(refused).toMatchObject({ returnTo: { responseMode: 'fragment' } });
    }
  });

  it.each([1, 100])('takes %d scopes', (count) => {
    const AllowedOAuthScopes = Array.from({ length: count }, (_none, index) => `orders/${index}`);
    const scope = AllowedOAuthScopes.join(' ');
    expect(read({ ...good, scope }, clientWith({ AllowedOAuthScopes })).scopes).toHaveLength(count);
  });

  it('takes no more than a hundred scopes', () => {
    const AllowedOAuthScopes = Array.from({ length: 101 }, (_none, index) => `orders/${index}`);
    const refused = refusalOf({ ...good, scope: AllowedOAuthScopes.join(' ') }, clientWith({ AllowedOAuthScopes }));
    expect(refused).toMatchObject({ error: { code: 'invalid_scope' } });
  });

  it('names its client once', () => {
    expect(clientIdOf(parseParameters('client_id=a'))).toBe('a');
    for (const text of ['', 'client_id=', 'client_id=a&client_id=b']) {
      expect(() => clientIdOf(parseParameters(text))).toThrow(UntrustedRequest);
    }
  });
});

const names = [
  'response_type',
  'redirect_uri',
  'scope',
  'state',
  'response_mode',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'resource',
  'prompt',
  'max_age',
  'acr_values',
  'login_hint',
  'request',
  'request_uri',
];
const values = fc.oneof(
  fc.constantFrom(...CallbackURLs, 'code', 'token', 'openid', 'S256', 'fragment', 'form_post', 'none', 'login', '1'),
  fc.constantFrom('//evil.example.com', `${callback}@evil.example.com`, `${callback}\r\nX: y`, '\\\\evil', '\u0000'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const requests = fc
  .array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 12 })
  .chain((pairs) =>
    fc.constantFrom([...pairs, ['redirect_uri', callback]], [...pairs, ...Object.entries(good)], pairs),
  );

describe('any request for authorization', () => {
  it('is answered at a registered address, or nowhere', () => {
    fc.assert(
      fc.property(requests, (pairs) => {
        const text = String(
          new URLSearchParams(pairs.map(([name = '', value = '']): [string, string] => [name, value])),
        );
        let returnTo: Parameters<typeof respond>[0];
        let parameters: Parameters<typeof respond>[2] = { code: 'c' };
        try {
          returnTo = readAuthorizationRequest(parseParameters(text), clientWith());
        } catch (error) {
          if (error instanceof UntrustedRequest) return;
          if (!(error instanceof RefusedRequest)) throw error;
          ({ returnTo } = error);
          parameters = refusalParameters(error.error);
        }
        expect(CallbackURLs).toContain(returnTo.redirectUri);
        const response = respond(returnTo, 'https://issuer.example.com', parameters);
        const to = 'post' in response ? response.post.action : response.location;
        expect(
          CallbackURLs.some((url) => to === url || (/^[?&#]/.test(to.slice(url.length)) && to.startsWith(url))),
        ).toBe(true);
        if ('location' in response) expect(response.location).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 1000 },
    );
  });

  it('gets its state and the issuer back unchanged, however it is told', () => {
    const modes = fc.constantFrom('query', 'fragment', 'form_post');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), modes, (state, response_mode) => {
        const response = respond(read({ ...good, state, response_mode }), 'https://issuer.example.com', { code: 'c' });
        const told =
          'post' in response
            ? response.post.fields
            : Object.fromEntries(new URLSearchParams(response.location.slice(callback.length + 1)));
        expect(told).toEqual({ code: 'c', state, iss: 'https://issuer.example.com' });
      }),
    );
  });
});
