import { AdminUserGlobalSignOutCommand, DeleteUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { deliverDue, type HearingApp, hear, makeHearingApp, verifyLogoutToken } from '#tests/support/logouts.ts';
import { authorizePath, newTokens, newVerifier, postForm } from '#tests/support/oauth.ts';
import { receivedAt, type ScriptedAnswer } from '#tests/support/outbound-server.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { allowAt, clientCallback, makeOpenPool, register } from '#tests/support/registration.ts';

const minute = 60_000;
const hour = 60 * minute;

interface Delivery {
  readonly Status: string;
  readonly Attempts: number;
  readonly LastStatus?: number;
  readonly LastError?: string;
}

const signOut = async (app: HearingApp): Promise<void> => {
  const given = { UserPoolId: app.poolId, Username: app.user.username };
  await adminClient().send(new AdminUserGlobalSignOutCommand(given));
};

const deliveryOf = async ({ poolId: UserPoolId }: HearingApp): Promise<Delivery | undefined> => {
  const { LogoutDeliveries } = await callOwn<{ LogoutDeliveries: Delivery[] }>('ListLogoutDeliveries', { UserPoolId });
  return LogoutDeliveries[0];
};

/** Asks until the worker that the sign-out started has noted what came of its attempt. */
const settled = async (app: HearingApp, isSettled: (delivery: Delivery) => boolean): Promise<Delivery> => {
  for (;;) {
    const delivery = await deliveryOf(app);
    if (delivery && isSettled(delivery)) return delivery;
  }
};

const ended = async (app: HearingApp): Promise<string> => {
  const { sid } = decodeJwt((await newTokens(app)).id_token);
  await signOut(app);
  return String(sid);
};

/** An app that registered itself, whose user has signed in there. */
const makeRegisteredApp = async (answers: readonly ScriptedAnswer[]): Promise<HearingApp> => {
  const pool = await makeOpenPool();
  const { client_id: clientId } = await register(pool);
  const app = await hear({ ...pool, clientId }, { answers });
  const { verifier, challenge } = newVerifier();
  const query = { redirect_uri: clientCallback, code_challenge: challenge, code_challenge_method: 'S256' };
  const code = (await allowAt(authorizePath(app, query), pool)).searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: clientCallback };
  expect((await postForm('/oauth2/token', { ...grant, code, code_verifier: verifier })).status).toBe(200);
  return app;
};

describe('a client that does not take its logout', () => {
  it('is told again after growing pauses, by a token of its own each time, until it does', async () => {
    const app = await makeHearingApp({ answers: [{ status: 500 }, { status: 400 }, { status: 204, body: '' }] });
    const sid = await ended(app);
    expect(await settled(app, ({ LastStatus }) => LastStatus !== undefined)).toMatchObject({
      Status: 'PENDING',
      Attempts: 1,
      LastStatus: 500,
    });

    // Not before a minute has passed.
    await deliverDue(minute / 2, app);
    // Nor for what is due of another pool.
    await deliverDue(2 * minute, await makePool());
    expect(await receivedAt(app.receiver)).toHaveLength(1);
    await deliverDue(2 * minute, app);
    expect(await deliveryOf(app)).toMatchObject({ Status: 'PENDING', Attempts: 2, LastStatus: 400 });
    await deliverDue(5 * minute, app);
    expect(await deliveryOf(app)).toMatchObject({ Attempts: 2 });
    await deliverDue(8 * minute, app);
    expect(await deliveryOf(app)).toMatchObject({ Status: 'DELIVERED', Attempts: 3, LastStatus: 204 });
    await deliverDue(72 * hour, app);

    const bodies = await receivedAt(app.receiver);
    const times = [0, 2 * minute, 8 * minute].map((ahead) => new Date(Date.now() + ahead));
    const tokens = await Promise.all(bodies.map((body, index) => verifyLogoutToken(app, body, times[index])));
    expect(tokens.map((token) => token.sid)).toEqual([sid, sid, sid]);
    expect(new Set(tokens.map(({ jti }) => jti)).size).toBe(3);
  });

  it('is given up after two attempts where it registered itself', async () => {
    const app = await makeRegisteredApp([{ status: 503 }]);
    await signOut(app);
    await settled(app, ({ LastStatus }) => LastStatus !== undefined);
    for (let ahead = 26 * hour; ahead < 26 * 4 * hour; ahead += 26 * hour) await deliverDue(ahead, app);
    expect(await deliveryOf(app)).toMatchObject({ Status: 'FAILED', Attempts: 2, LastStatus: 503 });
    expect(await receivedAt(app.receiver)).toHaveLength(2);
  });

  it('is given up after nine attempts in two days', async () => {
    const app = await makeHearingApp({ answers: [{ status: 503 }] });
    await ended(app);
    await settled(app, ({ LastStatus }) => LastStatus !== undefined);
    for (let ahead = 26 * hour; ahead < 26 * 12 * hour; ahead += 26 * hour) await deliverDue(ahead, app);
    expect(await deliveryOf(app)).toMatchObject({ Status: 'FAILED', Attempts: 9, LastStatus: 503 });
    expect(await receivedAt(app.receiver)).toHaveLength(9);
  });

  it.each([
    ['leads elsewhere', { status: 302, headers: { location: 'https://example.com/' } }, 'redirect'],
    ['answers too much', { bytes: 65 * 1024 }, 'too large'],
  ])('is told again where it %s', async (_what, answer, LastError) => {
    const app = await makeHearingApp({ answers: [answer] });
    await ended(app);
    expect(await settled(app, (one) => one.LastError !== undefined)).toMatchObject({ Status: 'PENDING', LastError });
  });

  it('is not told where it is gone meanwhile', async () => {
    const app = await makeHearingApp({ answers: [{ status: 500 }] });
    await ended(app);
    await settled(app, ({ LastStatus }) => LastStatus !== undefined);
    const ids = { UserPoolId: app.poolId, ClientId: app.clientId };
    await adminClient().send(new DeleteUserPoolClientCommand(ids));
    await deliverDue(2 * minute, app);
    expect(await deliveryOf(app)).toMatchObject({ Status: 'FAILED', Attempts: 1, LastError: 'no receiver' });
    expect(await receivedAt(app.receiver)).toHaveLength(1);
  });

  it('keeps nobody waiting who signs out, and is not asked where it has no address', async () => {
    const app = await makeHearingApp({ answers: [{ after: 60_000 }] });
    await newTokens(app);
    await signOut(app);
    // The receiver has five seconds. Whoever waited for it would find what came of it.
    expect((await deliveryOf(app))?.LastError).toBeUndefined();
    await receivedAt(app.receiver, 1);

    const [UserPoolId, ClientId] = [app.poolId, app.clientId];
    // A name of the internet that nobody has: addresses of a network are not even taken as a setting.
    const BackchannelLogoutUri = 'https://gatehouse.invalid/logout';
    await callOwn('SetUserPoolClientOAuthSettings', { UserPoolId, ClientId, BackchannelLogoutUri });
    await deliverDue(2 * minute, app);
    expect((await deliveryOf(app))?.LastError).toBe('unknown host');
  });
});
