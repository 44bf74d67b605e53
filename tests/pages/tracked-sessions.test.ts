import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  type SessionDescriptionType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { authorizePath, exchange, locationOf, makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { sessionsOf, trackSessions } from '#tests/support/sessions.ts';
import { codeIn, enter } from '#tests/support/sign-in-page.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const minute = 60_000;
const scope = 'openid aws.cognito.signin.user.admin';

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';

interface Tokens {
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

// The tokens that a browser gets for the app.
const tokensFor = async (app: OAuthApp, answer: Response): Promise<Tokens> => {
  const body = JSON.parse(await (await exchange(app, await codeIn(answer))).text());
  return { AccessToken: body.access_token, RefreshToken: body.refresh_token };
};

const trackedApp = async () => trackSessions(await makeOAuthApp());

const signedIn = async (app: OAuthApp) => {
  const agent = newUserAgent({ headers: { 'user-agent': firefox } });
  await codeIn(await enter(agent, app, app.user));
  const tokens = await tokensFor(app, await agent.get(authorizePath(app, { scope })));
  return { agent, tokens };
};

const ofKind = (sessions: readonly SessionDescriptionType[], type: 'SSO' | 'TOKEN') =>
  sessions.filter(({ SessionType }) => SessionType === type);

const ssoOf = async (tokens: Tokens): Promise<SessionDescriptionType> => {
  const [session = {}] = ofKind(await sessionsOf(tokens), 'SSO');
  return session;
};

const currentOf = async (tokens: Tokens): Promise<SessionDescriptionType | undefined> =>
  (await sessionsOf(tokens)).find(({ IsCurrentSession }) => IsCurrentSession);

const isAsked = async (agent: UserAgent, app: OAuthApp): Promise<boolean> =>
  locationOf(await agent.get(authorizePath(app))).pathname === '/login';

const isUsable = async ({ AccessToken }: Tokens): Promise<boolean> =>
  publicClient()
    .send(new GetUserCommand({ AccessToken }))
    .then(
      () => true,
      ({ name }: Error) => {
        expect(name).toBe('NotAuthorizedException');
        return false;
      },
    );

describe('the sessions of a user', () => {
  it('are those of the pages, too, each with its kind, client, device and address', async () => {
    const app = await trackedApp();
    const { tokens } = await signedIn(app);

    const sessions = await sessionsOf(tokens);

    const [sso] = ofKind(sessions, 'SSO');
    expect(sso).toMatchObject({
      SessionId: expect.stringMatching(/^sso[0-9a-z]{25}$/),
      ClientId: app.clientId,
      DeviceType: 'Firefox 130, Windows 10',
      LastIPAddress: '127.0.0.1',
      CreateDate: expect.any(Date),
      IsCurrentSession: false,
    });
    expect(ofKind(sessions, 'SSO')).toHaveLength(1);
    expect(ofKind(sessions, 'TOKEN')).toMatchObject([{ OriginSessionId: sso?.SessionId, IsCurrentSession: true }]);
    const { Sessions } = await adminClient().send(
      new AdminListUserSessionsCommand({ UserPoolId: app.poolId, Username: app.user.username }),
    );
    expect(Sessions?.map(({ SessionId }) => SessionId).sort()).toEqual(
      sessions.map(({ SessionId }) => SessionId).sort(),
    );
  });

  it('say when one of the pages was last used', async () => {
    const app = await trackedApp();
    const { agent, tokens } = await signedIn(app);
    const later = newUserAgent({ ahead: 10 * minute, cookies: agent.cookies });
    await codeIn(await later.get(authorizePath(app)));
    const { CreateDate, LastActiveDate } = await ssoOf(tokens);
    expect(Number(LastActiveDate) - Number(CreateDate)).toBeGreaterThanOrEqual(9 * minute);
  });

  it('are without one of the pages once its client does not take it any more, or after a sign-out', async () => {
    const app = await trackedApp();
    const { tokens } = await signedIn(app);
    const at = (ahead: number) =>
      adminClient({ ahead })
        .send(new AdminListUserSessionsCommand({ UserPoolId: app.poolId, Username: app.user.username }))
        .then(({ Sessions = [] }) => ofKind(Sessions, 'SSO').length);
    expect([await at(59 * minute), await at(61 * minute)]).toEqual([1, 0]);
    expect(await isUsable(tokens)).toBe(true);
    await adminClient().send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: app.poolId, Username: app.user.username }),
    );
    expect(await at(0)).toBe(0);
  });

  it('are twenty-five of the pages at most, the last ones used', async () => {
    const app = await trackedApp();
    for (let sign = 0; sign < 26; sign++) await codeIn(await enter(newUserAgent(), app, app.user));
    const { tokens } = await signedIn(app);
    const sessions = ofKind(await sessionsOf(tokens), 'SSO');
    expect(sessions).toHaveLength(25);
    expect(sessions[0]?.DeviceType).toBe('Firefox 130, Windows 10');
  });
});

describe('a session of the pages that is revoked', () => {
  const revocations = [
    [
      'RevokeUserSession',
      (_app: OAuthApp, { AccessToken }: Tokens, SessionId: string, RevokeAssociatedSessions?: 'LINKED' | 'NONE') =>
        publicClient().send(new RevokeUserSessionCommand({ AccessToken, SessionId, RevokeAssociatedSessions })),
    ],
    [
      'AdminRevokeUserSession',
      (app: OAuthApp, _tokens: Tokens, SessionId: string, RevokeAssociatedSessions?: 'LINKED' | 'NONE') =>
        adminClient().send(
          new AdminRevokeUserSessionCommand({
            UserPoolId: app.poolId,
            Username: app.user.username,
            SessionId,
            RevokeAssociatedSessions,
          }),
        ),
    ],
  ] as const;

  it.each(revocations)('by %s replaces no sign-in, and leaves its tokens', async (_operation, revoke) => {
    const app = await trackedApp();
    const { agent, tokens } = await signedIn(app);
    expect(await isAsked(agent, app)).toBe(false);
    const { SessionId = '' } = await ssoOf(tokens);
    await revoke(app, tokens, SessionId);
    expect([await isAsked(agent, app), await isUsable(tokens)]).toEqual([true, true]);
    expect(await ssoOf(tokens)).toEqual({});
    await expect(revoke(app, tokens, SessionId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each(revocations)('by %s with LINKED takes its tokens along, and no others', async (_operation, revoke) => {
    const app = await trackedApp();
    const [{ agent, tokens }, other] = [await signedIn(app), await signedIn(app)];
    const second = await tokensFor(app, await agent.get(authorizePath(app, { scope })));
    const origin = (await currentOf(tokens))?.OriginSessionId ?? '';
    await revoke(app, other.tokens, origin, 'LINKED');
    expect([await isUsable(tokens), await isUsable(second), await isUsable(other.tokens)]).toEqual([
      false,
      false,
      true,
    ]);
    expect([await isAsked(agent, app), await isAsked(other.agent, app)]).toEqual([true, false]);
  });

  it.each(revocations)(
    'by %s with LINKED takes a code along that waits for its exchange',
    async (_operation, revoke) => {
      const app = await trackedApp();
      const [{ agent, tokens }, other] = [await signedIn(app), await signedIn(app)];
      const code = await codeIn(await agent.get(authorizePath(app, { scope })));
      await revoke(app, other.tokens, (await currentOf(tokens))?.OriginSessionId ?? '', 'LINKED');
      expect((await exchange(app, code)).status).toBe(400);
    },
  );

  it.each(revocations)('by %s with LINKED takes tokens along that it had left', async (_operation, revoke) => {
    const app = await trackedApp();
    const [{ tokens }, other] = [await signedIn(app), await signedIn(app)];
    const origin = (await currentOf(tokens))?.OriginSessionId ?? '';
    await revoke(app, other.tokens, origin);
    await revoke(app, other.tokens, origin, 'LINKED');
    expect(await isUsable(tokens)).toBe(false);
    await expect(revoke(app, other.tokens, origin, 'LINKED')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each(revocations)('is the origin of tokens that %s revokes with LINKED', async (_operation, revoke) => {
    const app = await trackedApp();
    const [{ agent, tokens }, other] = [await signedIn(app), await signedIn(app)];
    const second = await tokensFor(app, await agent.get(authorizePath(app, { scope })));
    await revoke(app, other.tokens, (await currentOf(tokens))?.SessionId ?? '', 'LINKED');
    expect([await isUsable(tokens), await isUsable(second)]).toEqual([false, true]);
    expect(await isAsked(agent, app)).toBe(true);
  });

  it('is the origin of a refresh token that RevokeToken revokes with LINKED', async () => {
    const app = await trackedApp();
    const [first, second] = [await signedIn(app), await signedIn(app)];
    const revoke = ({ RefreshToken }: Tokens, RevokeAssociatedSessions: 'LINKED' | 'NONE') =>
      publicClient().send(
        new RevokeTokenCommand({ Token: RefreshToken, ClientId: app.clientId, RevokeAssociatedSessions }),
      );
    await revoke(first.tokens, 'NONE');
    await revoke(second.tokens, 'LINKED');
    expect([await isAsked(first.agent, app), await isAsked(second.agent, app)]).toEqual([false, true]);
    await expect(
      publicClient().send(
        new GetTokensFromRefreshTokenCommand({ ClientId: app.clientId, RefreshToken: second.tokens.RefreshToken }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it.each(revocations)('is no session of another user, for %s', async (_operation, revoke) => {
    const app = await trackedApp();
    const { tokens } = await signedIn(app);
    const elsewhere = await trackedApp();
    const other = await signedIn(elsewhere);
    const { SessionId = '' } = await ssoOf(other.tokens);
    const unknown = toSessionId('00000000-0000-4000-8000-000000000000', 'sso');
    for (const id of [SessionId, unknown]) {
      await expect(revoke(app, tokens, id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    expect(await isAsked(other.agent, elsewhere)).toBe(false);
  });
});
