import { admin, app, get, type Leg } from '../step.ts';
import { makePool, makeUser, signIn } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const details = {
  client_id: 'gatehouse',
  client_secret: 'a-secret-of-the-provider',
  authorize_scopes: 'openid email',
};
const openId = { ...details, oidc_issuer: 'https://id.example.com', attributes_request_method: 'GET' };
const corporate = { ...pool, ProviderName: 'Corporate' };
const google = { ...pool, ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: details };
const ada = { ProviderName: 'Cognito', ProviderAttributeValue: 'ada' };
const account = { ProviderName: 'Google', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: '108' };
const graceIntoAda = { SourceUsername: 'grace', DestinationUsername: 'ada' };
const noUser = { refused: 'UserNotFoundException' } as const;
const notFound = { refused: 'ResourceNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** Providers elsewhere through which users sign in, and an app client that has them. */
export const identityProviders: Leg = {
  name: 'identity providers',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('CreateIdentityProvider', 'an OpenID provider', {
      ...corporate,
      ProviderType: 'OIDC',
      ProviderDetails: openId,
      AttributeMapping: { email: 'mail' },
      IdpIdentifiers: ['example.com'],
    }),
    admin('CreateIdentityProvider', 'Google', google),
    admin('CreateIdentityProvider', 'Google again', google, { refused: 'DuplicateProviderException' }),
    admin('CreateIdentityProvider', 'under another name', { ...google, ProviderName: 'MyGoogle' }, badParameter),
    admin('DescribeIdentityProvider', 'Google', { ...pool, ProviderName: 'Google' }),
    admin('DescribeIdentityProvider', 'none', { ...pool, ProviderName: 'Nobody' }, notFound),
    admin('UpdateIdentityProvider', 'another identifier', { ...corporate, IdpIdentifiers: ['example.org'] }),
    admin(
      'UpdateIdentityProvider',
      'details without an issuer',
      { ...corporate, ProviderDetails: details },
      badParameter,
    ),
    admin('GetIdentityProviderByIdentifier', 'that one', { ...pool, IdpIdentifier: 'example.org' }),
    admin('GetIdentityProviderByIdentifier', 'the former one', { ...pool, IdpIdentifier: 'example.com' }, notFound),
    admin('ListIdentityProviders', 'a page', { ...pool, MaxResults: 1 }, { keep: { page: 'NextToken' } }),
    admin('ListIdentityProviders', 'the next page', { ...pool, MaxResults: 1, NextToken: '{{page}}' }),
    admin('CreateUserPoolClient', 'an app with both', {
      ...pool,
      ClientName: 'web',
      SupportedIdentityProviders: ['COGNITO', 'Google', 'Corporate'],
    }),
    admin(
      'CreateUserPoolClient',
      'a provider that is not there',
      { ...pool, ClientName: 'web', SupportedIdentityProviders: ['Facebook'] },
      badParameter,
    ),
    admin(
      'AdminStartProviderTest',
      'of Google',
      { ...pool, ClientId: '{{client}}', ProviderName: 'Google' },
      { keep: { test: 'TestId' }, reads: { sealedTest: /\/providerTest\?test=\w+\.([\w-]+)/ } },
    ),
    admin('AdminStartProviderTest', 'of none', { ...pool, ClientId: '{{client}}', ProviderName: 'Okta' }, notFound),
    admin('AdminGetProviderTest', 'it has not begun', { ...pool, TestId: '{{test}}' }),
    get('the page that it begins at', '/providerTest', { test: '{{client}}.{{sealedTest}}' }, { status: 200 }),
    get('a test that is none', '/providerTest', { test: '{{client}}.AAAA' }, { status: 400 }),
    admin('AdminGetProviderTest', 'another one', { ...pool, TestId: 'x'.repeat(43) }, notFound),
    ...makeUser('ada'),
    admin('AdminLinkProviderForUser', 'an account of Google', { ...pool, DestinationUser: ada, SourceUser: account }),
    admin(
      'AdminLinkProviderForUser',
      'the same again',
      { ...pool, DestinationUser: ada, SourceUser: account },
      badParameter,
    ),
    admin('AdminGetUser', 'the account is told', { ...pool, Username: 'ada' }),
    signIn('ada'),
    app('DisableProviderForUser', 'the user ends it', { AccessToken: '{{access}}', User: account }),
    app('DisableProviderForUser', 'none', { AccessToken: '{{access}}', User: account }, badParameter),
    admin('AdminLinkProviderForUser', 'once more', { ...pool, DestinationUser: ada, SourceUser: account }),
    admin('AdminDisableProviderForUser', 'no account', { ...pool, User: account }),
    admin('AdminDisableProviderForUser', 'none', { ...pool, User: account }, badParameter),
    admin('GetUserPoolLinkingPolicy', 'nothing is linked', pool),
    admin('SetUserPoolLinkingPolicy', 'by e-mails', {
      ...pool,
      Policy: 'VERIFIED_EMAIL',
      TrustedProviders: ['Google', 'Corporate'],
    }),
    admin('SetUserPoolLinkingPolicy', 'nobody is trusted', { ...pool, Policy: 'VERIFIED_EMAIL' }, badParameter),
    admin('SetUserPoolLinkingPolicy', 'nobody has it', { ...pool, TrustedProviders: ['Okta'] }, badParameter),
    admin('GetUserPoolLinkingPolicy', 'what was set', pool),
    ...makeUser('grace'),
    admin('AdminMergeUsers', 'what would move', { ...pool, ...graceIntoAda, DryRun: true }),
    admin('AdminMergeUsers', 'it moves', { ...pool, ...graceIntoAda }),
    admin('AdminMergeUsers', 'once more', { ...pool, ...graceIntoAda }),
    admin('AdminMergeUsers', 'nobody', { ...pool, ...graceIntoAda, SourceUsername: 'bob' }, noUser),
    admin('AdminMergeUsers', 'into itself', { ...pool, ...graceIntoAda, SourceUsername: 'ada' }, badParameter),
    admin('GetSigningCertificate', 'for SAML', pool, { keep: { certificate: 'Certificate' } }),
    admin('DeleteIdentityProvider', 'no Corporate', corporate),
    admin('DeleteIdentityProvider', 'none', corporate, notFound),
    admin('GetGroup', 'its group', { ...pool, GroupName: '{{pool}}_Corporate' }, notFound),
  ],
};
