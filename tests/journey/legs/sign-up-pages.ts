import { admin, get, type Leg, post } from '../step.ts';
import { makePool, ofUser, password } from './common.ts';

const asked = {
  response_type: 'code',
  client_id: '{{client}}',
  redirect_uri: 'https://app.example.com/callback',
  scope: 'openid',
};
const query = new URLSearchParams({ ...asked, client_id: '' }).toString().replace('client_id=', 'client_id={{client}}');
const at = (path: string): string => `${path}?${query}`;

const onPages = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: [asked.redirect_uri],
  SupportedIdentityProviders: ['COGNITO'],
};

const email = 'ada@example.com';
const csrf = { reads: { csrf: /^set-cookie: XSRF-TOKEN=([\da-f-]{36})/m } } as const;
const own = { headers: { cookie: 'XSRF-TOKEN={{csrf}}' } } as const;
const mark = { terms: /name="terms" value="([^"]*)"/ } as const;

const terms = (TermsName: string) => ({
  UserPoolId: '{{pool}}',
  ClientId: '{{client}}',
  TermsName,
  TermsSource: 'LINK',
  Enforcement: 'NONE',
  Links: { 'cognito:default': `https://example.com/${TermsName}` },
});

const named = { csrf: '{{csrf}}', username: 'ada', plain: '1' };
const form = { _csrf: '{{csrf}}', username: 'ada' };

/** The pages of sign-up and of forgotten passwords, and what goes wrong on them. */
export const signUpPages: Leg = {
  name: 'sign-up-pages',
  clock: 'journey',
  steps: [
    ...makePool(
      {
        AutoVerifiedAttributes: ['email'],
        Schema: [{ Name: 'email', AttributeDataType: 'String', Required: true }],
      },
      onPages,
    ),
    ...['terms-of-use', 'privacy-policy'].map((TermsName) => admin('CreateTerms', TermsName, terms(TermsName))),
    get('the page of a sign-up', '/signup', asked, { status: 200, reads: { ...csrf.reads, ...mark } }),
    // Those that are there are other ones in each version.
    get('no file of the pages', '/assets/pages.css', {}, { status: 404 }),
    post(
      'a password that is too short',
      at('/signup'),
      { ...form, password: 'short', 'requiredAttributes[email]': email },
      { ...own, status: 200 },
    ),
    post(
      'a sign-up',
      at('/signup'),
      { ...form, password, 'requiredAttributes[email]': email, terms: '{{terms}}' },
      { ...own, status: 302, mail: email },
    ),
    admin('AdminListAcceptedTerms', 'what was agreed to', ofUser('ada')),
    get('the page that confirms', '/confirm', asked, { ...own, status: 200 }),
    post('a wrong code', at('/confirm'), { ...form, code: '000000' }, { ...own, status: 200 }),
    post('another code', at('/resendcode'), form, { ...own, status: 302, mail: email }),
    post('the code', at('/confirm'), { ...form, code: '{{code}}' }, { ...own, status: 302 }),
    get('a link that is none', '/confirmUser', { client_id: '{{client}}' }, { status: 200 }),
    get('the page of a forgotten password', '/forgotPassword', asked, { ...own, status: 200 }),
    post('a forgotten password', at('/forgotPassword'), form, { ...own, status: 302, mail: email }),
    get('the page of a new password', '/confirmforgotPassword', asked, { ...own, status: 200 }),
    post(
      'a new password',
      at('/confirmforgotPassword'),
      { ...form, code: '{{code}}', password: 'Another-horse-2' },
      { ...own, status: 302 },
    ),
    admin('CreateUserPoolDomain', 'managed login', {
      UserPoolId: '{{pool}}',
      Domain: 'journey-managed',
      ManagedLoginVersion: 2,
    }),
    get('the managed page of a sign-in', '/login', { ...asked, lang: 'de' }, { status: 200, ...csrf }),
    post('a name', at('/login'), { csrf: '{{csrf}}', username: 'ada' }, { ...own, status: 302 }),
    get('the page of a password without a name', '/verifyPassword', asked, { ...own, status: 302 }),
    post('a wrong password', at('/verifyPassword'), { ...named, password: 'wrong' }, { ...own, status: 200 }),
    post(
      'a password, as data',
      `${at('/verifyPassword')}&_data=routes%2FverifyPassword`,
      { csrf: '"{{csrf}}"', username: '"ada"', password: '"Another-horse-2"' },
      { ...own, status: 204 },
    ),
    admin('DeleteUserPoolDomain', 'no managed login', { UserPoolId: '{{pool}}', Domain: 'journey-managed' }),
  ],
};
