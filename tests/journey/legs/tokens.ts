import { secretHash } from '#tests/support/clients.ts';
import { admin, app, type Facts, type Leg } from '../step.ts';
import { attributes, beginSignIn, makeClient, makePool, makeUser, ofUser, password, signIn, tokens } from './common.ts';
import { bySrp } from './srp.ts';

const refresh = (REFRESH_TOKEN: string, ClientId = '{{client}}') => ({
  ClientId,
  AuthFlow: 'REFRESH_TOKEN_AUTH',
  AuthParameters: { REFRESH_TOKEN },
});
const rotate = (RefreshToken: string) => ({ ClientId: '{{rotating}}', RefreshToken });
const notAuthorized = { refused: 'NotAuthorizedException' } as const;
const day = 86_400;
const hashOf =
  (username: string, secret: string) =>
  (facts: Facts): Facts => ({ hash: secretHash(username, String(facts.confidential), String(facts[secret])) });

/** What becomes of tokens: new ones, revoked ones, those of clients with secrets, and their end. */
export const tokensOf: Leg = {
  name: 'tokens',
  clock: 'journey',
  steps: [
    ...makePool({ AutoVerifiedAttributes: ['email'] }),
    makeClient({ PreventUserExistenceErrors: 'ENABLED' }, 'hiding'),
    makeClient(
      {
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      },
      'rotating',
    ),
    makeClient(
      { EnableTokenRevocation: false, AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } },
      'unrevoked',
    ),
    ...makeUser('ada'),
    ...makeUser('ben'),
    signIn('ada'),
    ...bySrp('ada', undefined, { keep: tokens('srp') }),
    app('InitiateAuth', 'new tokens', refresh('{{refresh}}'), {
      after: 60,
      keep: { access: 'AuthenticationResult.AccessToken' },
    }),
    app('GetTokensFromRefreshToken', 'new tokens, the other way', {
      ClientId: '{{client}}',
      RefreshToken: '{{refresh}}',
    }),
    app('InitiateAuth', 'a refresh token of another client', refresh('{{refresh}}', '{{hiding}}'), notAuthorized),
    app('InitiateAuth', 'a refresh token that is none', refresh('no.refresh.token'), notAuthorized),
    app(
      'InitiateAuth',
      'ada for the rotating client',
      {
        ClientId: '{{rotating}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: password },
      },
      { keep: { first: 'AuthenticationResult.RefreshToken' } },
    ),
    app('GetTokensFromRefreshToken', 'a refresh token is exchanged', rotate('{{first}}'), {
      keep: { second: 'AuthenticationResult.RefreshToken' },
    }),
    app('GetTokensFromRefreshToken', 'again, within its grace', rotate('{{first}}')),
    app('GetTokensFromRefreshToken', 'the next one', rotate('{{second}}')),
    app('GetTokensFromRefreshToken', 'the first comes back', rotate('{{first}}'), {
      after: 60,
      refused: 'RefreshTokenReuseException',
    }),
    app('RevokeToken', 'a token is revoked', { ClientId: '{{client}}', Token: '{{srprefresh}}' }),
    app('InitiateAuth', 'it is worth nothing', refresh('{{srprefresh}}'), notAuthorized),
    app('GetUser', 'nor is its access token', { AccessToken: '{{srpaccess}}' }, notAuthorized),
    app(
      'RevokeToken',
      'an access token',
      { ClientId: '{{client}}', Token: '{{access}}' },
      { refused: 'UnsupportedTokenTypeException' },
    ),
    app(
      'InitiateAuth',
      'tokens that cannot be revoked',
      {
        ClientId: '{{unrevoked}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: password },
      },
      { keep: tokens('un') },
    ),
    app(
      'RevokeToken',
      'a client that revokes none',
      { ClientId: '{{unrevoked}}', Token: '{{unrefresh}}' },
      { refused: 'UnsupportedOperationException' },
    ),
    app(
      'GetUser',
      'an access token of five minutes',
      { AccessToken: '{{unaccess}}' },
      { ...notAuthorized, after: 300 },
    ),
    app('GlobalSignOut', 'ada signs out', { AccessToken: '{{access}}' }),
    app('GlobalSignOut', 'ada is signed out', { AccessToken: '{{access}}' }, notAuthorized),
    app('InitiateAuth', 'tokens of before', refresh('{{refresh}}'), notAuthorized),
    signIn('ada'),
    admin('AdminUserGlobalSignOut', 'an administrator signs ada out', ofUser('ada')),
    admin('AdminUserGlobalSignOut', 'nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
    app('GetUser', 'signed out', { AccessToken: '{{access}}' }, notAuthorized),
    // A client with two secrets.
    admin(
      'CreateUserPoolClient',
      'a client with a secret',
      {
        UserPoolId: '{{pool}}',
        ClientName: 'backend',
        GenerateSecret: true,
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      },
      { keep: { confidential: 'UserPoolClient.ClientId', secret1: 'UserPoolClient.ClientSecret' } },
    ),
    admin(
      'AddUserPoolClientSecret',
      'its second secret',
      { UserPoolId: '{{pool}}', ClientId: '{{confidential}}' },
      { keep: { secret2: 'ClientSecretDescriptor.ClientSecretValue' } },
    ),
    ...['secret1', 'secret2'].map((secret) =>
      app(
        'InitiateAuth',
        `by ${secret}`,
        {
          ClientId: '{{confidential}}',
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'ada', PASSWORD: password, SECRET_HASH: '{{hash}}' },
        },
        { make: hashOf('ada', secret), keep: tokens('conf') },
      ),
    ),
    app(
      'InitiateAuth',
      'no secret',
      {
        ClientId: '{{confidential}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: password },
      },
      notAuthorized,
    ),
    app(
      'InitiateAuth',
      'the secret of another name',
      {
        ClientId: '{{confidential}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: password, SECRET_HASH: '{{hash}}' },
      },
      { ...notAuthorized, make: hashOf('ben', 'secret1') },
    ),
    app('GetTokensFromRefreshToken', 'new tokens by a secret', {
      ClientId: '{{confidential}}',
      RefreshToken: '{{confrefresh}}',
      ClientSecret: '{{secret2}}',
    }),
    app('RevokeToken', 'revoked by a secret', {
      ClientId: '{{confidential}}',
      Token: '{{confrefresh}}',
      ClientSecret: '{{secret1}}',
    }),
    app(
      'RevokeToken',
      'a secret that is none',
      { ClientId: '{{confidential}}', Token: '{{confrefresh}}', ClientSecret: 'nobodys0secretnobodys0secret' },
      notAuthorized,
    ),
    app(
      'SignUp',
      'somebody signs up by a secret',
      {
        ClientId: '{{confidential}}',
        Username: 'mia',
        Password: password,
        SecretHash: '{{hash}}',
        UserAttributes: attributes({ email: 'mia@example.com' }),
      },
      { make: hashOf('mia', 'secret2'), mail: 'mia@example.com' },
    ),
    // Weeks later.
    signIn('ben'),
    admin('AdminCreateUser', 'max is invited', {
      ...ofUser('max'),
      TemporaryPassword: password,
      MessageAction: 'SUPPRESS',
    }),
    beginSignIn('max', 'a temporary password that is over', { ...notAuthorized, after: 8 * day }),
    app('InitiateAuth', 'a refresh token that is over', refresh('{{refresh}}'), { ...notAuthorized, after: 30 * day }),
  ],
};
