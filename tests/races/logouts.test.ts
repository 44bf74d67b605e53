import { AdminUserGlobalSignOutCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { deliverDue, logoutsOf, makeHearingApp } from '#tests/support/logouts.ts';
import { newTokens } from '#tests/support/oauth.ts';
import { receivedAt } from '#tests/support/outbound-server.ts';

const minute = 60_000;

describe('workers that tell of one logout at once', () => {
  it('make each attempt once', async () => {
    const app = await makeHearingApp({ answers: [{ status: 500 }, { status: 200 }] });
    await newTokens(app);
    const given = { UserPoolId: app.poolId, Username: app.user.username };
    await adminClient().send(new AdminUserGlobalSignOutCommand(given));
    await receivedAt(app.receiver, 1);

    await Promise.all(Array.from({ length: 6 }, () => deliverDue(2 * minute, app)));

    expect(await receivedAt(app.receiver, 2)).toHaveLength(2);
    await deliverDue(60 * minute, app);
    expect(await receivedAt(app.receiver)).toHaveLength(2);
  });

  it('tell of every session, however many end at once', async () => {
    const app = await makeHearingApp({ needsSession: true });
    const tokens = await Promise.all(Array.from({ length: 5 }, () => newTokens(app)));
    const { clientId: ClientId, clientSecret: ClientSecret } = app;

    await Promise.all(
      tokens.map(({ refresh_token: Token }) =>
        publicClient().send(new RevokeTokenCommand({ ClientId, ClientSecret, Token })),
      ),
    );

    // Some may be told of twice.
    const told = async () => [...new Set((await logoutsOf(app)).map(({ sid }) => sid))].sort();
    await expect.poll(told).toEqual(tokens.map(({ id_token }) => decodeJwt(id_token).sid).sort());
  });
});
