/** What the console says of the settings of an app client. What they may be is for the API to say. */

import type { AnswerOf, RequestOf } from '../../api/operations.ts';
import type { ClientOAuthSettings } from '../../api/own/parts.ts';
import type { SettingGroup } from '../parts/settings.tsx';

/** All that UpdateUserPoolClient replaces. */
export type ClientDocument = Omit<RequestOf<'UpdateUserPoolClient'>, 'UserPoolId' | 'ClientId'>;

export type Client = NonNullable<AnswerOf<'DescribeUserPoolClient'>['UserPoolClient']>;

/** The settings of a client that was read, as they are sent back. */
export const toDocument = (client: Client): ClientDocument => {
  const { UserPoolId: _pool, ClientId: _id, ClientSecret: _secret, CreationDate: _made, ...rest } = client;
  const { LastModifiedDate: _changed, ...document } = rest;
  return document;
};

export const clientSettings: readonly SettingGroup<Extract<keyof ClientDocument, string>>[] = [
  {
    title: 'Name and sign-in',
    settings: [
      {
        name: 'ClientName',
        label: 'Name',
        about: 'Pages that ask for consent name the app so.',
        usual: 'Every client has one.',
        kind: { as: 'text' },
      },
      {
        name: 'ExplicitAuthFlows',
        label: 'Authentication flows',
        about:
          'How the app may sign users in by the API. A flow that is taken away fails at once for apps that use it.',
        usual: 'Without any: SRP, custom authentication and refresh.',
        kind: {
          as: 'several',
          of: [
            'ALLOW_USER_SRP_AUTH',
            'ALLOW_USER_PASSWORD_AUTH',
            'ALLOW_USER_AUTH',
            'ALLOW_REFRESH_TOKEN_AUTH',
            'ALLOW_CUSTOM_AUTH',
            'ALLOW_ADMIN_USER_PASSWORD_AUTH',
          ],
        },
      },
      {
        name: 'PreventUserExistenceErrors',
        label: 'Hide which users exist',
        about: 'ENABLED answers alike for users and for nobody, so that nobody can find out who has an account.',
        usual: 'Usual: LEGACY for clients made by the API.',
        kind: { as: 'choice', of: ['', 'ENABLED', 'LEGACY'] },
      },
      {
        name: 'AuthSessionValidity',
        label: 'Time for a challenge, in minutes',
        about: 'How long a user may take between two steps of a sign-in, such as for a code.',
        usual: 'Usual: 3. From 3 to 15.',
        kind: { as: 'number' },
      },
      {
        name: 'EnableTokenRevocation',
        label: 'Tokens can be revoked',
        about: 'Refresh tokens can be ended one by one, and with them what they gave out.',
        usual: 'Usual: on.',
        kind: { as: 'switch' },
      },
      {
        name: 'EnablePropagateAdditionalUserContextData',
        label: 'Takes addresses of users from the app',
        about: 'A server with the secret may say from which address a user comes, which threat protection then judges.',
        usual: 'Usual: off.',
        kind: { as: 'switch' },
      },
    ],
  },
  {
    title: 'Tokens',
    settings: [
      {
        name: 'AccessTokenValidity',
        label: 'Access tokens last',
        about: 'A longer life lets a stolen one work longer.',
        usual: 'Usual: 1 hour. The unit is below.',
        kind: { as: 'number' },
      },
      {
        name: 'IdTokenValidity',
        label: 'ID tokens last',
        about: 'After that, the app refreshes them.',
        usual: 'Usual: 1 hour.',
        kind: { as: 'number' },
      },
      {
        name: 'RefreshTokenValidity',
        label: 'Refresh tokens last',
        about: 'After that, users sign in again.',
        usual: 'Usual: 30 days.',
        kind: { as: 'number' },
      },
      {
        name: 'TokenValidityUnits',
        label: 'Units',
        about: 'seconds, minutes, hours or days for AccessToken, IdToken and RefreshToken.',
        usual: 'Usual: hours, hours, days.',
        kind: { as: 'json' },
      },
      {
        name: 'RefreshTokenRotation',
        label: 'Rotation of refresh tokens',
        about:
          'With Feature ENABLED each refresh gives a new refresh token, and the former one ends after RetryGracePeriodSeconds.',
        usual: 'Usual: off.',
        kind: { as: 'json' },
      },
    ],
  },
  {
    title: 'OAuth and hosted pages',
    settings: [
      {
        name: 'AllowedOAuthFlowsUserPoolClient',
        label: 'May use OAuth and the hosted pages',
        about: 'Without it, the pages refuse the app.',
        usual: 'Usual: off.',
        kind: { as: 'switch' },
      },
      {
        name: 'AllowedOAuthFlows',
        label: 'Grants',
        about:
          'code for apps of users, client_credentials for machines. implicit puts tokens into addresses: avoid it.',
        usual: 'Usual: none.',
        kind: { as: 'several', of: ['code', 'implicit', 'client_credentials'] },
      },
      {
        name: 'AllowedOAuthScopes',
        label: 'Scopes, one a line',
        about: 'openid, email, phone, profile, aws.cognito.signin.user.admin, and those of resource servers.',
        usual: 'Usual: none.',
        kind: { as: 'lines' },
      },
      {
        name: 'CallbackURLs',
        label: 'Callback URLs, one a line',
        about: 'Where users may be led back to, to the letter. One that is taken away fails at once.',
        usual: 'Usual: none.',
        kind: { as: 'lines' },
      },
      {
        name: 'LogoutURLs',
        label: 'Logout URLs, one a line',
        about: 'Where users may be led to after a logout.',
        usual: 'Usual: none.',
        kind: { as: 'lines' },
      },
      {
        name: 'DefaultRedirectURI',
        label: 'Default callback URL',
        about: 'For requests that name none. It is one of the callback URLs.',
        usual: 'Usual: none.',
        kind: { as: 'text' },
      },
      {
        name: 'SupportedIdentityProviders',
        label: 'Identity providers, one a line',
        about: 'Where users may come from. COGNITO is the pool itself. The pages show a button for each.',
        usual: 'Usual: none, which is the pool itself.',
        kind: { as: 'lines' },
      },
    ],
  },
  {
    title: 'Attributes',
    settings: [
      {
        name: 'ReadAttributes',
        label: 'May read, one a line',
        about: 'Attributes that the app sees in ID tokens and by GetUser.',
        usual: 'Usual: all standard attributes.',
        kind: { as: 'lines' },
      },
      {
        name: 'WriteAttributes',
        label: 'May write, one a line',
        about: 'Attributes that users of the app and its providers may set.',
        usual: 'Usual: all standard attributes.',
        kind: { as: 'lines' },
      },
      {
        name: 'AnalyticsConfiguration',
        label: 'Analytics',
        about: 'Kept as it is given. Nothing is sent.',
        usual: 'Usual: none.',
        kind: { as: 'json' },
      },
    ],
  },
];

export const oauthSettings: readonly SettingGroup<Extract<keyof ClientOAuthSettings, string>>[] = [
  {
    title: 'OAuth beyond Cognito',
    settings: [
      {
        name: 'RequirePkce',
        label: 'PKCE is required',
        about: 'A stolen code is worth nothing. Apps that do not send a code_challenge are refused.',
        usual: 'Usual: off, as in Cognito.',
        kind: { as: 'switch' },
      },
      {
        name: 'RequirePushedAuthorizationRequests',
        label: 'Requests have to be pushed',
        about: 'The app sends its request to /oauth2/par first, so that no browser can change it.',
        usual: 'Usual: off.',
        kind: { as: 'switch' },
      },
      {
        name: 'DpopBoundAccessTokens',
        label: 'Tokens are bound to a key',
        about: 'Each request for tokens proves a key (DPoP). A stolen token is worth nothing without it.',
        usual: 'Usual: off.',
        kind: { as: 'switch' },
      },
      {
        name: 'GrantTypes',
        label: 'More grants',
        about: 'For devices without a browser, for the exchange of tokens, and for assertions.',
        usual: 'Usual: none.',
        kind: {
          as: 'several',
          of: [
            'urn:ietf:params:oauth:grant-type:device_code',
            'urn:ietf:params:oauth:grant-type:token-exchange',
            'urn:ietf:params:oauth:grant-type:jwt-bearer',
          ],
        },
      },
      {
        name: 'TokenEndpointAuthMethod',
        label: 'How the app proves itself',
        about: 'private_key_jwt: by a key of its own, and no more by its secret.',
        usual: 'Usual: by its secret, if it has one.',
        kind: { as: 'choice', of: ['', 'private_key_jwt'] },
      },
      {
        name: 'JwksUri',
        label: 'Where its keys are',
        about: 'An https address of its public keys.',
        usual: 'Usual: none.',
        kind: { as: 'text' },
      },
      {
        name: 'Jwks',
        label: 'Its keys',
        about: 'Its public keys as JSON, in place of an address.',
        usual: 'Usual: none.',
        kind: { as: 'long' },
      },
      {
        name: 'UnregisteredResource',
        label: 'A resource that is no resource server',
        about: 'REFUSE says so at once, AS_COGNITO as late as Cognito does.',
        usual: 'Usual: REFUSE.',
        kind: { as: 'choice', of: ['REFUSE', 'AS_COGNITO'] },
      },
      {
        name: 'BackchannelLogoutUri',
        label: 'Where it is told of logouts',
        about: 'The app gets a logout token there when a session of its user ends.',
        usual: 'Usual: nowhere.',
        kind: { as: 'text' },
      },
      {
        name: 'BackchannelLogoutSessionRequired',
        label: 'It is told which session',
        about: 'The logout token names the session.',
        usual: 'Usual: off.',
        kind: { as: 'switch' },
      },
    ],
  },
];
