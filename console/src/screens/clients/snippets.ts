/** Settings of an app client for libraries, to be copied. */

/** What the texts name. */
export interface Named {
  readonly endpoint: string;
  readonly region: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly hasSecret: boolean;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** A text to be copied. */
export interface Snippet {
  readonly library: string;
  readonly text: string;
}

const text = (value: string): string => JSON.stringify(value);

const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

// A secret is never in a text: whoever copies it puts it where secrets are kept.
const secret = ({ hasSecret }: Named): string => (hasSecret ? "process.env.COGNITO_CLIENT_SECRET ?? ''" : 'undefined');

const amplify = ({
  endpoint,
  poolId,
  clientId,
  redirectUri,
  scopes,
}: Named): string => `import { Amplify } from 'aws-amplify';

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: ${text(poolId)},
      userPoolClientId: ${text(clientId)},
      userPoolEndpoint: ${text(endpoint)},
      loginWith: {
        oauth: {
          domain: ${text(new URL(endpoint).host)},
          scopes: ${list(scopes)},
          redirectSignIn: [${text(redirectUri)}],
          redirectSignOut: [${text(redirectUri)}],
          responseType: 'code',
        },
      },
    },
  },
});`;

const identityJs = ({
  endpoint,
  poolId,
  clientId,
}: Named): string => `import { CognitoUserPool } from 'amazon-cognito-identity-js';

const pool = new CognitoUserPool({
  UserPoolId: ${text(poolId)},
  ClientId: ${text(clientId)},
  endpoint: ${text(endpoint)},
});`;

const oidcClientTs = ({
  endpoint,
  poolId,
  clientId,
  redirectUri,
  scopes,
}: Named): string => `import { UserManager } from 'oidc-client-ts';

const manager = new UserManager({
  authority: ${text(`${endpoint}/${poolId}`)},
  client_id: ${text(clientId)},
  redirect_uri: ${text(redirectUri)},
  response_type: 'code',
  scope: ${text(scopes.join(' '))},
});`;

const openidClient = (named: Named): string => `import * as client from 'openid-client';

const config = await client.discovery(
  new URL(${text(`${named.endpoint}/${named.poolId}`)}),
  ${text(named.clientId)},
  ${secret(named)},
);`;

const authCore = (named: Named): string => `import Cognito from '@auth/core/providers/cognito';

export const providers = [
  Cognito({
    issuer: ${text(`${named.endpoint}/${named.poolId}`)},
    clientId: ${text(named.clientId)},
    clientSecret: ${secret(named)},${named.hasSecret ? '' : "\n    client: { token_endpoint_auth_method: 'none' },"}
  }),
];`;

const jwtVerify = ({ endpoint, poolId, clientId }: Named): string => `import { JwtVerifier } from 'aws-jwt-verify';

const verifier = JwtVerifier.create({
  issuer: ${text(`${endpoint}/${poolId}`)},
  audience: null,
  jwksUri: ${text(`${endpoint}/${poolId}/.well-known/jwks.json`)},
  // Access tokens name their client in client_id, ID tokens in aud.
  customJwtCheck: ({ payload }) => {
    if ((payload.client_id ?? payload.aud) !== ${text(clientId)}) throw new Error('The token is of another client.');
  },
});`;

const python = (value: string): string => text(value);

const boto3 = ({ endpoint, region, clientId }: Named): string => `import boto3

cognito = boto3.client("cognito-idp", region_name=${python(region)}, endpoint_url=${python(endpoint)})
cognito.initiate_auth(
    ClientId=${python(clientId)},
    AuthFlow="USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": username, "PASSWORD": password},
)`;

const word = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;

const cli = ({ endpoint, region, poolId, clientId }: Named): string => `aws cognito-idp describe-user-pool-client \\
  --endpoint-url ${word(endpoint)} --region ${word(region)} \\
  --user-pool-id ${word(poolId)} --client-id ${word(clientId)}`;

/** The settings for each library. */
export const snippetsFor = (named: Named): readonly Snippet[] => [
  { library: 'Amplify', text: amplify(named) },
  { library: 'amazon-cognito-identity-js', text: identityJs(named) },
  { library: 'oidc-client-ts', text: oidcClientTs(named) },
  { library: 'openid-client', text: openidClient(named) },
  { library: '@auth/core', text: authCore(named) },
  { library: 'aws-jwt-verify', text: jwtVerify(named) },
  { library: 'boto3', text: boto3(named) },
  { library: 'AWS CLI', text: cli(named) },
];
