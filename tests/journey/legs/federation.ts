import { admin, get, type Leg, post } from '../step.ts';
import { makeClient, makePool } from './common.ts';

const callback = 'https://app.example.com/callback';
const asked = {
  response_type: 'code',
  client_id: '{{client}}',
  redirect_uri: callback,
  scope: 'openid',
  state: 's',
};
const refused = { state: '{{state}}', error: 'access_denied' };
const inBrowser = { headers: { cookie: '{{browser}}' } } as const;

/** What browsers ask on their way through identity providers, as far as no provider has to be there. */
export const federation: Leg = {
  name: 'federation',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('CreateIdentityProvider', 'Amazon', {
      UserPoolId: '{{pool}}',
      ProviderName: 'LoginWithAmazon',
      ProviderType: 'LoginWithAmazon',
      ProviderDetails: { client_id: 'gatehouse', client_secret: 'a-secret', authorize_scopes: 'profile' },
    }),
    makeClient({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: [callback],
      SupportedIdentityProviders: ['COGNITO', 'LoginWithAmazon'],
    }),
    get(
      'to Amazon',
      '/oauth2/authorize',
      { ...asked, identity_provider: 'LoginWithAmazon' },
      { reads: { state: /^location: \S*[?&]state=([^&\s]+)/m, browser: /^set-cookie: ([^;]+)/m } },
    ),
    get('a refusal of Amazon', '/oauth2/idpresponse', refused, inBrowser),
    get('the refusal in another browser', '/oauth2/idpresponse', refused),
    get('the refusal too late', '/oauth2/idpresponse', refused, { ...inBrowser, after: 600 }),
    get('the page that asks for an account, of nobody', '/linkAccount', asked, { status: 302 }),
    post('an answer to it', '/linkAccount', { newAccount: 'true' }, { status: 302 }),
    get('to a provider that the client has not', '/oauth2/authorize', { ...asked, identity_provider: 'Okta' }),
    get('the pool for SAML providers', '/{{pool}}/saml2/metadata', {}, { status: 200 }),
    post(
      'a response of SAML that nobody asked for',
      '/saml2/idpresponse',
      { SAMLResponse: 'PGEvPg==', RelayState: 'none' },
      { status: 302 },
    ),
    get('the end of a logout that nobody began', '/saml2/logout', { SAMLResponse: 'PGEvPg==', RelayState: 'none' }),
  ],
};
