import { admin, get, type Leg, post } from '../step.ts';
import { makePool, makeUser, password } from './common.ts';

const app = { client_id: '{{client}}', redirect_uri: 'https://app.example.com/callback' };
const query = `client_id={{client}}&redirect_uri=${encodeURIComponent(app.redirect_uri)}`;
const pool = { UserPoolId: '{{pool}}' };

const reads = { csrf: /^set-cookie: XSRF-TOKEN=([\da-f-]{36})/m } as const;
const anyone = { headers: { cookie: 'XSRF-TOKEN={{csrf}}' } } as const;
const signedIn = { headers: { cookie: 'XSRF-TOKEN={{csrf}}; {{session}}' }, status: 200 } as const;

/** The account page and its settings. */
export const accountPage: Leg = {
  name: 'account-page',
  clock: 'journey',
  steps: [
    ...makePool(
      {},
      {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: [app.redirect_uri],
        SupportedIdentityProviders: ['COGNITO'],
      },
    ),
    ...makeUser('ada'),
    admin('GetUserPoolAccountPage', 'a page that is off', pool),
    admin('SetUserPoolAccountPage', 'a page that is on', { ...pool, Status: 'ENABLED', FreshMinutes: 3 }),
    admin(
      'SetUserPoolAccountPage',
      'a level that is none',
      { ...pool, Status: 'ENABLED', AcrValues: 'gold' },
      { refused: 'InvalidParameterException' },
    ),
    admin('CreateUserPoolDomain', 'managed login', {
      ...pool,
      Domain: 'journey-account',
      ManagedLoginVersion: 2,
    }),
    get('a visit without a session', '/account', app),
    get('the page of the sign-in', '/login', { ...app, response_type: 'account' }, { status: 200, reads }),
    post(
      'a sign-in for the account page',
      `/login?${query}&response_type=account&account_part=profile`,
      { csrf: '{{csrf}}', username: 'ada', password },
      { ...anyone, status: 302, reads: { session: /^set-cookie: (gatehouse-[^;]+)/m } },
    ),
    get('the overview', '/account', app, signedIn),
    get('the profile', '/account/profile', app, signedIn),
    get('the contacts', '/account/contacts', app, signedIn),
    get('a part that is none', '/account/nothing', app, { ...signedIn, status: 400 }),
    post('a form of nobody', `/account/profile?${query}`, { csrf: '{{csrf}}', act: 'save' }, signedIn),
    admin('DeleteUserPoolDomain', 'no managed login', { ...pool, Domain: 'journey-account' }),
  ],
};
