import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { deliverDue, hear, logoutsOf, makeHearingApp } from '#tests/support/logouts.ts';
import { makeOAuthApp, newTokens } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

interface Listed {
  readonly LogoutDeliveries: readonly Readonly<Record<string, unknown>>[];
  readonly NextToken?: string;
}

const list = (UserPoolId: string, more: object = {}): Promise<Listed> =>
  callOwn('ListLogoutDeliveries', { UserPoolId, ...more });

describe('ListLogoutDeliveries', () => {
  it('tells what a client was told, and how far it is', async () => {
    const app = await makeHearingApp();
    const { sid } = decodeJwt((await newTokens(app)).id_token);
    const { username: Username, sub } = app.user;
    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId: app.poolId, Username }));
    const [{ jti } = {}] = await logoutsOf(app, 1);
    // What its worker does once more.
    await deliverDue();

    const told = { ClientId: app.clientId, Sub: sub, Sid: sid, Attempts: 1 };
    const {
      LogoutDeliveries: [first = {}],
    } = await list(app.poolId);
    expect(first).toMatchObject({ ...told, Id: String(jti).slice(0, -2), EndedDate: expect.any(Number) });
    expect(['PENDING', 'DELIVERED']).toContain(first.Status);
    for (const named of [{ ClientId: app.clientId }, { Sub: sub }, { Sid: sid }]) {
      expect((await list(app.poolId, named)).LogoutDeliveries).toMatchObject([told]);
    }
    for (const other of [{ ClientId: 'another' }, { Sub: 'another' }, { Sid: 'another', Sub: sub }]) {
      expect((await list(app.poolId, other)).LogoutDeliveries).toEqual([]);
    }
  });

  it('lists them page by page, the latest first', async () => {
    const pool = await hear(await makePool());
    const other = await hear({ ...pool, ...(await makeClient(pool.poolId)) });
    const user = await makeUser(pool);
    await signIn(pool, user);
    await signIn(other, user);
    const given = { UserPoolId: pool.poolId, Username: user.username };
    await adminClient().send(new AdminUserGlobalSignOutCommand(given));
    await logoutsOf(pool, 1);
    await logoutsOf(other, 1);

    const first = await list(pool.poolId, { MaxResults: 1 });
    const second = await list(pool.poolId, { MaxResults: 1, NextToken: first.NextToken });
    const clients = [first, second].flatMap(({ LogoutDeliveries }) => LogoutDeliveries.map(({ ClientId }) => ClientId));
    expect(clients.sort()).toEqual([pool.clientId, other.clientId].sort());
    await expect(list(pool.poolId, { Sub: user.sub, NextToken: first.NextToken })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('is empty where nobody is told, and refuses a pool that there is not', async () => {
    const { poolId } = await makeOAuthApp();
    expect(await list(poolId)).toEqual({ LogoutDeliveries: [] });
    await expect(list('us-east-1_000000000')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
