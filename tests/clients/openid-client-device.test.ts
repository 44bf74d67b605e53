import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { answerDevice, makeDeviceApp } from '#tests/support/device-grant.ts';
import { makeOAuthApp } from '#tests/support/oauth.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

// The laptop's stack has no TLS at this address: the one thing that the client has to be told.
const insecure = { execute: [client.allowInsecureRequests] };

const issuerOf = ({ poolId }: TestPool): URL => new URL(`${stack().endpoint}/${poolId}`);

describe('openid-client', () => {
  it('connects a device, whose tokens are bound to its key, and refreshes them', async () => {
    const app = await makeDeviceApp();
    const config = await client.discovery(issuerOf(app), app.clientId, undefined, client.None(), insecure);
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const started = await client.initiateDeviceAuthorization(config, { scope: 'openid email' });
    expect(started).toMatchObject({ expires_in: 600, interval: 5 });
    await answerDevice(app, { verification_uri_complete: started.verification_uri_complete ?? '' });

    // The user was as quick as that, so the device need not wait.
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...started, interval: 0 }, undefined, { DPoP });
    expect(tokens.claims()).toMatchObject({ sub: app.user.sub, email: app.user.email });
    await client.fetchUserInfo(config, tokens.access_token, app.user.sub, { DPoP });
    await client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP });
  });

  it('hears that the user denied it', async () => {
    const app = await makeDeviceApp({ GenerateSecret: true });
    const config = await client.discovery(issuerOf(app), app.clientId, app.clientSecret, undefined, insecure);
    const started = await client.initiateDeviceAuthorization(config, {});
    await answerDevice(app, { verification_uri_complete: started.verification_uri_complete ?? '' }, 'deny');
    await expect(client.pollDeviceAuthorizationGrant(config, { ...started, interval: 0 })).rejects.toMatchObject({
      error: 'access_denied',
    });
  });

  it('hears that the client may not', async () => {
    const app = await makeOAuthApp();
    const config = await client.discovery(issuerOf(app), app.clientId, undefined, client.None(), insecure);
    await expect(client.initiateDeviceAuthorization(config, {})).rejects.toMatchObject({
      error: 'unauthorized_client',
    });
  });
});

describe('oauth4webapi', () => {
  it('hears that it has to wait, and then longer', async () => {
    const app = await makeDeviceApp();
    const allowed = { [oauth.allowInsecureRequests]: true } as const;
    const as = await oauth.processDiscoveryResponse(
      issuerOf(app),
      await oauth.discoveryRequest(issuerOf(app), allowed),
    );
    const own = { client_id: app.clientId };
    const begun = await oauth.deviceAuthorizationRequest(as, own, oauth.None(), { scope: 'openid' }, allowed);
    const { device_code } = await oauth.processDeviceAuthorizationResponse(as, own, begun);
    const ask = async () =>
      oauth.processDeviceCodeResponse(
        as,
        own,
        await oauth.deviceCodeGrantRequest(as, own, oauth.None(), device_code, allowed),
      );
    await expect(ask()).rejects.toMatchObject({ error: 'authorization_pending' });
    await expect(ask()).rejects.toMatchObject({ error: 'slow_down' });
  });
});
