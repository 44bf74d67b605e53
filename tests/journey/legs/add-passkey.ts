import { type CreationOptions, makeAuthenticator } from '#tests/support/authenticator.ts';
import { admin, type Facts, get, type Leg, post } from '../step.ts';
import { makePool, makeUser, ofUser, password } from './common.ts';

const app = { client_id: '{{client}}', redirect_uri: 'https://app.example.com/callback' };
const query = `client_id={{client}}&redirect_uri=${encodeURIComponent(app.redirect_uri)}`;
const path = `/passkeys/add?${query}`;
const toSignIn = { ...app, response_type: 'add_passkey' };

const csrf = { reads: { csrf: /^set-cookie: XSRF-TOKEN=([\da-f-]{36})/m } } as const;
const creation = { creation: /data-creation="([^"]*)"/ } as const;
const anyone = { headers: { cookie: 'XSRF-TOKEN={{csrf}}' } } as const;
const signedIn = { headers: { cookie: 'XSRF-TOKEN={{csrf}}; {{session}}' } } as const;

const isCreation = (value: unknown): value is CreationOptions => 'rp' in Object(value);

const create = (facts: Facts): Facts => {
  const options: unknown = JSON.parse(String(facts.creation).replaceAll('&quot;', '"'));
  if (!isCreation(options)) throw new Error('There are no options.');
  return { credential: encodeURIComponent(JSON.stringify(makeAuthenticator().register(options))) };
};

/** The page on which a user adds a passkey, by way of the sign-in. */
export const addPasskey: Leg = {
  name: 'add-passkey',
  clock: 'journey',
  steps: [
    ...makePool(
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: [app.redirect_uri],
        SupportedIdentityProviders: ['COGNITO'],
      },
    ),
    ...makeUser('ada'),
    get('no page that adds a passkey among the classic ones', '/passkeys/add', app, { status: 404 }),
    admin('CreateUserPoolDomain', 'managed login', {
      UserPoolId: '{{pool}}',
      Domain: 'journey-passkeys',
      ManagedLoginVersion: 2,
    }),
    get('a passkey without a session', '/passkeys/add', app),
    get('the page of the sign-in', '/login', toSignIn, { status: 200, ...csrf }),
    post(
      'a sign-in to add a passkey',
      `/login?${query}&response_type=add_passkey`,
      { csrf: '{{csrf}}', username: 'ada', password },
      { ...anyone, status: 302, reads: { session: /^set-cookie: (gatehouse-[^;]+)/m } },
    ),
    get('the page that adds a passkey', '/passkeys/add', app, { ...signedIn, status: 200, reads: creation }),
    post('nothing', path, { csrf: '{{csrf}}', credential: '' }, { ...signedIn, status: 200, reads: creation }),
    post(
      'the passkey that the browser made',
      path,
      { csrf: '{{csrf}}', credential: '{{credential}}' },
      { ...signedIn, status: 200, make: create },
    ),
    admin('AdminGetUserAuthFactors', 'factors with a passkey of the page', ofUser('ada')),
    admin('DeleteUserPoolDomain', 'no managed login', { UserPoolId: '{{pool}}', Domain: 'journey-passkeys' }),
  ],
};
