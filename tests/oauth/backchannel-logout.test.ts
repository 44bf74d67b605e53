import {
  AdminDeleteUserCommand,
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminRevokeUserSessionCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  DeleteUserCommand,
  GlobalSignOutCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  UpdateAuthEventFeedbackCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { link } from '#tests/support/linking.ts';
import {
  anotherApp,
  type HearingApp,
  hear,
  isActive,
  isLetIn,
  logoutsOf,
  makeHearingApp,
} from '#tests/support/logouts.ts';
import { merge } from '#tests/support/merging.ts';
import { authorizePath, exchange, locationOf, newCode, type OAuthApp, postForm } from '#tests/support/oauth.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makeClient, makeUser, password, type TestUser } from '#tests/support/pools.ts';
import { eventsOf } from '#tests/support/risk.ts';
import { makeTellingPool, tellAfterSignIn } from '#tests/support/risk-mails.ts';
import { sessionIdOf, trackSessions } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const userScope = 'aws.cognito.signin.user.admin';

interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

/** A session of the app in a browser. */
interface Session extends Tokens {
  readonly agent: UserAgent;
}

const tokensOf = async (app: OAuthApp, code: string): Promise<Tokens> =>
  JSON.parse(await (await exchange(app, code)).text());

const begin = async (app: OAuthApp): Promise<Session> => {
  const agent = newUserAgent();
  const code = await newCode(app, { scope: `openid ${userScope}` }, agent);
  return { agent, ...(await tokensOf(app, code)) };
};

/** Tokens of another sign-in by the same session of the browser. */
const again = async ({ agent }: Session, app: OAuthApp): Promise<Tokens> => {
  const answer = await agent.get(authorizePath(app, { scope: 'openid', prompt: 'none' }));
  return tokensOf(app, locationOf(answer).searchParams.get('code') ?? '');
};

const usernameOf = ({ poolId: UserPoolId, user: { username: Username } }: OAuthApp) => ({ UserPoolId, Username });

const track = (app: HearingApp): Promise<HearingApp> => trackSessions(app);

const endByPassword = async (app: HearingApp): Promise<HearingApp> => {
  await callOwn('SetUserPoolSignInSettings', { UserPoolId: app.poolId, PasswordChange: { EndsSessions: true } });
  return app;
};

interface Way {
  readonly prepare?: (app: HearingApp) => Promise<HearingApp>;
  readonly end: (app: HearingApp, session: Session) => Promise<unknown>;
}

const as = ({ access_token: AccessToken }: Tokens) => ({ AccessToken });

const leave = (app: OAuthApp, more: Readonly<Record<string, string>>): string =>
  `/logout?${new URLSearchParams({ client_id: app.clientId, ...more })}`;

const bye = 'https://app.example.com/bye';

/** Every way in which a session of the app can end. */
const ways: Readonly<Record<string, Way>> = {
  'by the user: GlobalSignOut': {
    end: (_app, session) => publicClient().send(new GlobalSignOutCommand(as(session))),
  },
  'by the user: RevokeToken': {
    end: ({ clientId: ClientId, clientSecret: ClientSecret }, { refresh_token: Token }) =>
      publicClient().send(new RevokeTokenCommand({ ClientId, ClientSecret, Token })),
  },
  'by the user: /oauth2/revoke': {
    end: ({ clientId: client_id, clientSecret: client_secret = '' }, { refresh_token: token }) =>
      postForm('/oauth2/revoke', { client_id, client_secret, token }),
  },
  'by the user: RevokeUserSession': {
    prepare: track,
    end: async (app, { access_token: AccessToken }) =>
      publicClient().send(
        new RevokeUserSessionCommand({ ...as(await begin(app)), SessionId: sessionIdOf({ AccessToken }) }),
      ),
  },
  'by the user: RevokeUserSession of the browser': {
    prepare: track,
    end: async (app, { id_token }) =>
      publicClient().send(
        new RevokeUserSessionCommand({
          ...as(await begin(app)),
          SessionId: toSessionId(String(decodeJwt(id_token).sid), 'sso'),
          RevokeAssociatedSessions: 'LINKED',
        }),
      ),
  },
  'by the user: DeleteUser': { end: (_app, session) => publicClient().send(new DeleteUserCommand(as(session))) },
  'by an administrator: AdminUserGlobalSignOut': {
    end: (app) => adminClient().send(new AdminUserGlobalSignOutCommand(usernameOf(app))),
  },
  'by an administrator: AdminDisableUser': {
    end: (app) => adminClient().send(new AdminDisableUserCommand(usernameOf(app))),
  },
  'by an administrator: AdminDeleteUser': {
    end: (app) => adminClient().send(new AdminDeleteUserCommand(usernameOf(app))),
  },
  'by an administrator: AdminRevokeUserSession': {
    prepare: track,
    end: (app, { access_token: AccessToken }) =>
      adminClient().send(
        new AdminRevokeUserSessionCommand({ ...usernameOf(app), SessionId: sessionIdOf({ AccessToken }) }),
      ),
  },
  'by an administrator: AdminMergeUsers': {
    end: async (app) => merge(app, app.user.username, (await makeUser(app)).username),
  },
  'by policy: the demand for a new password': {
    prepare: endByPassword,
    end: (app) => adminClient().send(new AdminResetUserPasswordCommand(usernameOf(app))),
  },
  'by policy: a new password by an administrator': {
    prepare: endByPassword,
    end: (app) =>
      adminClient().send(
        new AdminSetUserPasswordCommand({ ...usernameOf(app), Password: 'Correct-horse-2', Permanent: true }),
      ),
  },
  'by policy: a new password by the user elsewhere': {
    prepare: endByPassword,
    end: async (app) =>
      publicClient().send(
        new ChangePasswordCommand({
          ...as(await begin(app)),
          PreviousPassword: password,
          ProposedPassword: 'Correct-horse-2',
        }),
      ),
  },
  'by policy: one session too many': {
    prepare: (app) => trackSessions(app, 1),
    end: (app) => begin(app),
  },
  'by policy: a refresh token that is used again': {
    prepare: () =>
      makeHearingApp(
        { needsSession: true },
        {
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
          RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
        },
      ),
    end: async ({ clientId: client_id, clientSecret: client_secret = '' }, { refresh_token }) => {
      const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
      await postForm('/oauth2/token', form);
      return postForm('/oauth2/token', form);
    },
  },
  'by policy: a code that is used again': {
    end: async (app, { agent }) => exchange(app, agent.cookies.get('used-code') ?? ''),
  },
  'by logout, in the form of Cognito': { end: (app, { agent }) => agent.get(leave(app, { logout_uri: bye })) },
  'by logout, in the form of OpenID Connect': {
    end: (app, { agent, id_token }) =>
      agent.get(leave(app, { post_logout_redirect_uri: bye, id_token_hint: id_token })),
  },
};

describe('a session that ends', () => {
  it.each(Object.entries(ways))(
    '%s is over for introspection and the authorizer, and its app is told',
    async (_way, { prepare = async (app) => app, end }) => {
      const app = await prepare(await makeHearingApp({ needsSession: true }));
      const agent = newUserAgent();
      const code = await newCode(app, { scope: `openid ${userScope}` }, agent);
      agent.cookies.set('used-code', code);
      const session = { agent, ...(await tokensOf(app, code)) };
      const { sid, sub } = decodeJwt(session.id_token);
      expect(await isActive(app, session.access_token)).toBe(true);
      expect(await isActive(app, session.refresh_token)).toBe(true);
      expect(await isLetIn(app, session.access_token)).toBe(true);

      await end(app, session);

      expect(await isActive(app, session.access_token)).toBe(false);
      expect(await isActive(app, session.refresh_token)).toBe(false);
      expect(await isLetIn(app, session.access_token)).toBe(false);
      const [told] = await logoutsOf(app, 1);
      expect(told).toMatchObject({ sid, sub });
    },
  );
});

const account = { ProviderName: 'Corporate', ProviderAttributeValue: 'Ada-1' };

/** Every way in which a sign-in through a provider ends with its link. */
const unlinking: Readonly<Record<string, (app: FederatedApp, user: TestUser) => Promise<unknown>>> = {
  'by the user: DisableProviderForUser': async (app, user) => {
    const { AccessToken } = await signIn(await makeClient(app.poolId), user);
    return callOwnUnsigned('DisableProviderForUser', { AccessToken, User: account });
  },
  'by an administrator: AdminDisableProviderForUser': ({ poolId: UserPoolId }) =>
    adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId, User: account })),
};

describe('a session through a provider', () => {
  it.each(Object.entries(unlinking))(
    'that is not linked any more, %s, is over for introspection and the authorizer, and its app is told',
    async (_way, end) => {
      const app = await hear(await makeScriptedApp(), { needsSession: true });
      const api = { poolId: app.poolId, ...(await makeClient(app.poolId, { GenerateSecret: true })) };
      const user = await makeUser(app);
      await link(app, user.username, 'Ada-1');
      const { access_token, refresh_token, claims } = await tokensFor(app, await signInScripted(app, { sub: 'Ada-1' }));
      expect(claims.sub).toBe(user.sub);
      expect([await isActive(api, access_token), await isLetIn(app, access_token)]).toEqual([true, true]);

      await end(app, user);

      expect([await isActive(api, access_token), await isLetIn(app, access_token)]).toEqual([false, false]);
      const refresh = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token };
      expect((await postForm('/oauth2/token', refresh)).status).toBe(400);
      const told = await logoutsOf(app, 1);
      expect(told.map(({ sid, sub }) => ({ sid, sub }))).toEqual([{ sid: claims.sid, sub: user.sub }]);
    },
  );
});

describe('back-channel logout', () => {
  it('tells of the sessions of a user who says that a sign-in was somebody else', async () => {
    const pool = await makeTellingPool('NO_ACTION');
    const app = await hear(pool);
    const api = { poolId: pool.poolId, ...(await makeClient(pool.poolId, { GenerateSecret: true })) };
    const { user, mail, AccessToken = '' } = await tellAfterSignIn(pool);
    const [{ EventId = '' } = {}] = await eventsOf(pool, user);
    expect([await isActive(api, AccessToken), await isLetIn(pool, AccessToken)]).toEqual([true, true]);
    await callOwn('SetUserPoolRiskSettings', {
      UserPoolId: pool.poolId,
      InvalidFeedbackAction: 'REQUIRE_NEW_PASSWORD',
    });
    await publicClient().send(
      new UpdateAuthEventFeedbackCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        EventId,
        FeedbackToken: mail.token,
        FeedbackValue: 'Invalid',
      }),
    );
    expect([await isActive(api, AccessToken), await isLetIn(pool, AccessToken)]).toEqual([false, false]);
    const told = await logoutsOf(app, 1);
    expect(told.map(({ sid }) => sid)).toContain(decodeJwt(AccessToken).event_id);
  });

  it('tells each app of a session of the browser once, and none that does not want it', async () => {
    const app = await makeHearingApp();
    const other = { ...(await hear(await anotherApp(app))), user: app.user };
    const deaf = { ...(await anotherApp(app)), user: app.user };
    const session = await begin(app);
    await again(session, app);
    const [ofOther, ofDeaf] = [await again(session, other), await again(session, deaf)];
    const { sid } = decodeJwt(session.id_token);
    expect(decodeJwt(ofOther.id_token).sid).toBe(sid);
    expect(decodeJwt(ofDeaf.id_token)).not.toHaveProperty('sid');

    await session.agent.get(leave(app, { logout_uri: bye }));

    expect(await logoutsOf(other, 1)).toEqual([expect.objectContaining({ sid })]);
    expect(await logoutsOf(app, 1)).toEqual([expect.objectContaining({ sid })]);
    expect(await isActive(app, ofOther.access_token)).toBe(false);
    // An app that does not ask for it keeps its tokens, as in Cognito.
    expect(await isActive(app, ofDeaf.access_token)).toBe(true);
  });

  it('gives no tokens for a code that was asked for before the logout', async () => {
    const app = await makeHearingApp();
    const agent = newUserAgent();
    const code = await newCode(app, {}, agent);
    await agent.get(leave(app, { logout_uri: bye }));
    const answer = await exchange(app, code);
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_grant' }]);
  });

  it('leaves other sessions of the user alone', async () => {
    const app = await makeHearingApp();
    const [left, kept] = [await begin(app), await begin(app)];
    await left.agent.get(leave(app, { logout_uri: bye }));
    const { sid } = decodeJwt(left.id_token);
    expect(await logoutsOf(app, 1)).toEqual([expect.objectContaining({ sid })]);
    expect(await isActive(app, kept.access_token)).toBe(true);
  });
});
