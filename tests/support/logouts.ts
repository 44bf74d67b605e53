import { createRemoteJWKSet, customFetch, type JWTPayload, jwtVerify } from 'jose';
import { makeOAuthApp, type OAuthApp, onPages, postForm } from './oauth.ts';
import { receivedAt, receiverUrl, type ScriptedAnswer } from './outbound-server.ts';
import { callOwn } from './own-operations.ts';
import { makeClient, makeUser, type TestPool } from './pools.ts';
import { stack } from './stack.ts';
import { callWorker } from './workers.ts';

/** An app that is told of sessions that ended. */
export interface HearingApp extends OAuthApp {
  /** Where it is told. */
  readonly receiver: string;
}

interface Wanted {
  readonly answers?: readonly ScriptedAnswer[];
  readonly needsSession?: boolean;
}

/** Has an app be told of sessions that ended, at a receiver that gives these answers. */
export const hear = async <App extends TestPool>(
  app: App,
  { answers = [], needsSession = false }: Wanted = {},
): Promise<App & { readonly receiver: string }> => {
  const receiver = receiverUrl(app.clientId, ...answers);
  await callOwn('SetUserPoolClientOAuthSettings', {
    UserPoolId: app.poolId,
    ClientId: app.clientId,
    BackchannelLogoutUri: receiver,
    BackchannelLogoutSessionRequired: needsSession,
  });
  return { ...app, receiver };
};

/** Makes an app with pages that is told of sessions that ended. It can prove itself, so it may introspect tokens. */
export const makeHearingApp = async (
  wanted: Wanted = {},
  ...settings: Parameters<typeof makeOAuthApp>
): Promise<HearingApp> => hear(await makeOAuthApp({ GenerateSecret: true, ...settings[0] }, settings[1]), wanted);

/** Another app of the same pool, with another user. */
export const anotherApp = async ({ poolId }: Pick<TestPool, 'poolId'>): Promise<OAuthApp> => ({
  poolId,
  ...(await makeClient(poolId, { ...onPages, GenerateSecret: true })),
  user: await makeUser({ poolId }),
});

const event = 'http://schemas.openid.net/event/backchannel-logout';

/** Checks a logout token as a receiver has to: OpenID Connect Back-Channel Logout 1.0 section 2.6. Gives its claims. */
export const verifyLogoutToken = async (
  { poolId, clientId }: Pick<TestPool, 'poolId' | 'clientId'>,
  body: string,
  currentDate = new Date(),
): Promise<JWTPayload> => {
  const { endpoint } = stack();
  const issuer = `${endpoint}/${poolId}`;
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { [customFetch]: fetch });
  const token = new URLSearchParams(body).get('logout_token') ?? '';
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: clientId,
    typ: 'logout+jwt',
    algorithms: ['RS256', 'ES256'],
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
    maxTokenAge: 130,
    currentDate,
  });
  if (JSON.stringify(payload.events) !== JSON.stringify({ [event]: {} })) throw new Error('It is no logout event.');
  if ('nonce' in payload) throw new Error('It has a nonce.');
  if (payload.sub === undefined && payload.sid === undefined) throw new Error('It names no session.');
  return payload;
};

/** The claims of the logout tokens that an app got, as soon as there are so many at least. */
export const logoutsOf = async (
  app: TestPool & Pick<HearingApp, 'receiver'>,
  atLeast = 0,
): Promise<readonly JWTPayload[]> =>
  Promise.all((await receivedAt(app.receiver, atLeast)).map((body) => verifyLogoutToken(app, body)));

/** True where introspection says that the token holds. */
export const isActive = async ({ clientId, clientSecret = '' }: TestPool, token: string): Promise<boolean> => {
  const answer = await postForm('/oauth2/introspect', { client_id: clientId, client_secret: clientSecret, token });
  return JSON.parse(await answer.text()).active;
};

/** True where the session authorizer lets the bearer in. */
export const isLetIn = async ({ poolId }: Pick<TestPool, 'poolId'>, token: string): Promise<boolean> => {
  const event = { identitySource: [`Bearer ${token}`], stageVariables: { userPoolIds: poolId } };
  return (await callWorker('sessionAuthorizer', event)).isAuthorized === true;
};

/**
 * Has the worker do what is due, by a clock that is so many milliseconds ahead. Tests that share a stack name their pool: the
 * clock of the others stays where it is.
 */
export const deliverDue = (ahead = 0, pool?: Pick<TestPool, 'poolId'>): Promise<unknown> =>
  callWorker('DeliverLogouts', { clock: Date.now() + ahead, ...(pool && { userPoolId: pool.poolId }) });
