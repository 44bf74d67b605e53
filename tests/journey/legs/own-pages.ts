import { admin, get, http, type Leg, type Step } from '../step.ts';
import { makeClient, makePool, makeUser, password, wrongPassword } from './common.ts';

const callback = 'https://app.example.com/callback';
const origin = 'https://app.example.com';

const onPages = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: [callback],
  SupportedIdentityProviders: ['COGNITO'],
};

const asked = { response_type: 'code', client_id: '{{client}}', redirect_uri: callback, scope: 'openid', state: 's' };
const url = '{{endpoint}}/transactions/{{transaction}}';
const headers = { origin, cookie: '{{browser}}' };

const act = (name: string, body: object, status = 200): Step =>
  http(name, {
    method: 'POST',
    leaves: ['expiresAt'],
    url,
    body: JSON.stringify(body),
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  });

/** A sign-in on the app's own page. By the machine's clock: no page of another origin moves it. */
export const ownPages: Leg = {
  name: 'own-pages',
  clock: 'machine',
  steps: [
    ...makePool(),
    makeClient(onPages),
    ...makeUser('ada'),
    admin('SetUserPoolClientOAuthSettings', 'the page of the app', {
      UserPoolId: '{{pool}}',
      ClientId: '{{client}}',
      OwnPages: { SignInUrl: `${origin}/sign-in` },
    }),
    get('a request of the app', '/oauth2/authorize', asked, {
      status: 302,
      reads: {
        transaction: /^location: \S*[?&]transaction=([\w.-]+)/m,
        browser: /^set-cookie: (gatehouse-transaction-\w+=[\w-]{43})/m,
      },
    }),
    http('a page of another origin', { url, status: 403, headers: { ...headers, origin: 'https://evil.example.com' } }),
    http('whether it may post', { method: 'OPTIONS', url, status: 204, headers }),
    http('the first step', { url, headers, leaves: ['expiresAt'] }),
    act('a wrong password', { turn: 0, action: 'signIn', username: 'ada', password: wrongPassword }, 400),
    act('name and password', { turn: 0, action: 'signIn', username: 'ada', password }),
    act('the same again', { turn: 0, action: 'signIn', username: 'ada', password }, 409),
    http('the way to a provider that is none', {
      url: `${url}/provider?identity_provider=None`,
      status: 302,
      headers: { cookie: '{{browser}}' },
    }),
    http('the way to our own pages', { url: `${url}/hosted`, status: 302, headers: { cookie: '{{browser}}' } }),
    http('the way back', { url: `${url}/return`, status: 302, headers: { cookie: '{{browser}}' } }),
    http('the way back again', { url: `${url}/return`, status: 302, headers: { cookie: '{{browser}}' } }),
  ],
};
