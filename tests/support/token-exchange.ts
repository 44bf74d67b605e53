import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { type ClientKeyPair, jwksOf } from './client-keys.ts';
import { orders } from './machines.ts';
import { makeOAuthApp, type OAuthApp, onPages, postForm } from './oauth.ts';
import { callOwn } from './own-operations.ts';
import { makeClient, type TestPool } from './pools.ts';
import { makeResourceServer } from './resource-servers.ts';

export const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
export const jwtType = 'urn:ietf:params:oauth:token-type:jwt';

type Fields = Readonly<Record<string, string>>;

/** What the token endpoint answers. */
export interface Exchanged {
  readonly status: number;
  readonly error?: string;
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly issued_token_type?: string;
  readonly token_type?: string;
  readonly expires_in?: number;
  readonly scope?: string;
}

const ask = async ({ clientId, clientSecret }: TestPool, fields: Fields, headers: Fields = {}): Promise<Exchanged> => {
  const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };
  const answer = await postForm('/oauth2/token', { client_id: clientId, ...secret, ...fields }, { headers });
  return { status: answer.status, ...JSON.parse(await answer.text()) };
};

/** Exchanges a token (RFC 8693). */
export const exchangeToken = (client: TestPool, subject_token: string, more: Fields = {}, headers: Fields = {}) =>
  ask(client, { grant_type: tokenExchange, subject_token, subject_token_type: accessTokenType, ...more }, headers);

/** Brings an assertion in place of a sign-in (RFC 7523). */
export const bringAssertion = (client: TestPool, assertion: string, more: Fields = {}, headers: Fields = {}) =>
  ask(client, { grant_type: jwtBearer, assertion, ...more }, headers);

/** Scopes of the resource server that `makeExchange` makes. */
export const ordersScopes = [`${orders}/read`, `${orders}/write`];

/** An app whose users have scopes of an API, and that API's own client, which may exchange tokens. */
export const makeExchange = async (
  pool: Parameters<typeof makeOAuthApp>[1] = {},
): Promise<{ readonly app: OAuthApp; readonly api: TestPool }> => {
  const made = await makeOAuthApp({}, pool);
  await makeResourceServer(made, orders, ['read', 'write']);
  const AllowedOAuthScopes = ['openid', 'email', 'aws.cognito.signin.user.admin', ...ordersScopes];
  const app = { ...made, ...(await makeClient(made.poolId, { ...onPages, AllowedOAuthScopes })) };
  const api = {
    poolId: made.poolId,
    ...(await makeClient(made.poolId, { ...onPages, GenerateSecret: true, AllowedOAuthScopes })),
  };
  await allowGrants(api, [tokenExchange]);
  return { app, api };
};

/** Lets the client use these grant types. */
export const allowGrants = ({ poolId: UserPoolId, clientId: ClientId }: TestPool, GrantTypes: readonly string[]) =>
  callOwn('SetUserPoolClientOAuthSettings', { UserPoolId, ClientId, GrantTypes });

/** Has the pool of the client trust an issuer's tokens that have what the conditions say. */
export const trustIssuer = (
  { poolId: UserPoolId, clientId }: TestPool,
  Issuer: string,
  keys: ClientKeyPair | undefined,
  more: object = {},
) =>
  callOwn('SetUserPoolTokenSettings', {
    UserPoolId,
    TrustedIssuers: [
      {
        Issuer,
        ...(keys && { Jwks: JSON.stringify(jwksOf(keys)) }),
        Audiences: ['https://id.example.com'],
        ClientIds: [clientId],
        Conditions: [{ Claim: 'sub', Values: ['*'] }],
        ...more,
      },
    ],
  });

export const github = 'https://token.actions.githubusercontent.com';

/** Claims of a token as GitHub Actions gives them to a job. */
export const githubClaims = {
  iss: github,
  aud: 'https://id.example.com',
  sub: 'repo:octo-org/shop:environment:production',
  ref: 'refs/heads/main',
  ref_type: 'branch',
  repository: 'octo-org/shop',
  repository_id: '74',
  repository_owner: 'octo-org',
  repository_owner_id: '65',
  repository_visibility: 'private',
  environment: 'production',
  actor: 'octocat',
  workflow: 'deploy',
  job_workflow_ref: 'octo-org/shop/.github/workflows/deploy.yml@refs/heads/main',
  event_name: 'push',
  runner_environment: 'github-hosted',
};

export const cluster = 'https://kubernetes.default.svc.cluster.local';

/** Claims of a projected token as Kubernetes gives them to a pod. */
export const kubernetesClaims = {
  iss: cluster,
  aud: ['https://id.example.com'],
  sub: 'system:serviceaccount:shop:mailer',
  'kubernetes.io': {
    namespace: 'shop',
    node: { name: 'node-1', uid: '646e7c5e-32d6-4d42-9dbd-e504e6cbe6b1' },
    pod: { name: 'mailer-7d4f', uid: '5e0bd49b-f040-43b0-99b7-22765a53f7f3' },
    serviceaccount: { name: 'mailer', uid: '14ee3fa4-a7e2-420f-9f9a-dbc4507c3798' },
    warnafter: 1_700_000_000,
  },
};

/** A token of another issuer, valid for five minutes. */
export const foreignToken = (
  { privateKey, jwk }: ClientKeyPair,
  claims: Readonly<Record<string, unknown>>,
  typ = 'JWT',
): Promise<string> => {
  const iat = Math.floor(Date.now() / 1000);
  const alg = privateKey.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256';
  return new SignJWT({ iat, nbf: iat - 5, exp: iat + 300, jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg, typ, kid: String(jwk.kid) })
    .sign(privateKey);
};
