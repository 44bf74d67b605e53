import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  DeleteWebAuthnCredentialCommand,
  ForgetDeviceCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { signedInBrowser } from '#tests/support/add-passkey.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool } from '#tests/support/devices.ts';
import { makeScriptedApp, signInScripted } from '#tests/support/federation.ts';
import { deliveriesAbout, eventsAbout, toldAbout } from '#tests/support/heard-events.ts';
import { makeManagedPool } from '#tests/support/managed-login.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePasskeyPool, newHolder, register } from '#tests/support/passkeys.ts';
import { makeUser } from '#tests/support/pools.ts';
import { home, makeProtectedPool, makeSettledUser, risky, setRisk, signInFrom, takeover } from '#tests/support/risk.ts';

import { sessionIdOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';

const time = expect.stringMatching(/^20\d\d-.*Z$/);

describe('Events tell of sign-ins and what serves them', () => {
  it('that somebody signed in, and that the session was ended', async () => {
    const pool = await makeTotpPool();
    const user = await makeUser(pool);
    const tokens = await signIn(pool, user);
    await publicClient().send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: tokens.RefreshToken }));
    const sessionId = sessionIdOf(tokens);
    const told = await toldAbout(user.sub, 'SessionEnded');
    expect(told.slice(-2)).toEqual([
      [
        'UserSignedIn',
        {
          sessionId,
          clientId: pool.clientId,
          scopes: ['aws.cognito.signin.user.admin'],
          methods: ['pwd'],
          expiresAt: time,
        },
      ],
      ['SessionEnded', { sessionId }],
    ]);
    const bodies = JSON.stringify(await deliveriesAbout(user.sub));
    for (const secret of Object.values(tokens)) expect(bodies).not.toContain(secret);
  });

  it('of second factors: apps, preferences and recovery codes', async () => {
    const pool = await makeTotpPool();
    const { AccessToken, sub, secret, username: Username } = await makeTotpUser(pool);
    const { RecoveryCodes } = await callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', {
      AccessToken,
    });
    await publicClient().send(
      new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: false } }),
    );
    await callOwn('AdminDeleteSoftwareToken', { UserPoolId: pool.poolId, Username });
    const told = await toldAbout(sub, 'SoftwareTokenRemoved');
    expect(told).toContainEqual(['SoftwareTokenAdded', {}]);
    expect(told).toContainEqual(['RecoveryCodesCreated', {}]);
    expect(told.filter(([type]) => type === 'MfaPreferenceChanged')).toEqual([
      ['MfaPreferenceChanged', { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA' }],
      ['MfaPreferenceChanged', { enabled: [] }],
    ]);
    const bodies = JSON.stringify(await deliveriesAbout(sub));
    for (const code of [secret, ...RecoveryCodes]) expect(bodies).not.toContain(code);
  });

  it('of passkeys', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const { AccessToken, sub } = holder;
    await register(holder);
    const [type, details] = (await toldAbout(sub, 'PasskeyAdded')).at(-1) ?? [];
    expect([type, details]).toEqual([
      'PasskeyAdded',
      { credentialId: expect.any(String), name: expect.any(String), relyingPartyId: 'localhost' },
    ]);
    const CredentialId = String(Reflect.get(details ?? {}, 'credentialId'));
    await publicClient().send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));
    expect((await toldAbout(sub, 'PasskeyRemoved')).at(-1)).toEqual(['PasskeyRemoved', { credentialId: CredentialId }]);
  });

  it('of devices', async () => {
    const pool = await makeDevicePool({ ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true });
    const user = await makeUser(pool);
    const { device, AccessToken } = await confirmedDevice(pool, user);
    const { key: DeviceKey } = device;
    const client = publicClient();
    await client.send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus: 'remembered' }));
    await client.send(new ForgetDeviceCommand({ AccessToken, DeviceKey }));
    const told = await toldAbout(user.sub, 'DeviceForgotten');
    expect(told.filter(([type]) => type.startsWith('Device'))).toEqual([
      ['DeviceConfirmed', { deviceKey: DeviceKey, name: 'laptop', remembered: false }],
      ['DeviceStatusChanged', { deviceKey: DeviceKey, remembered: true }],
      ['DeviceForgotten', { deviceKey: DeviceKey }],
    ]);
    expect(JSON.stringify(await deliveriesAbout(user.sub))).not.toContain(device.secret);
  });

  it('of sessions in a browser', async () => {
    const pool = await makeManagedPool();
    const user = await makeUser(pool);
    const agent = await signedInBrowser(pool, user);
    const [, started] = (await toldAbout(user.sub, 'SessionStarted')).at(-1) ?? [];
    expect(started).toEqual({
      sessionId: expect.stringMatching(/^sso[0-9a-z]{25}$/),
      clientId: pool.clientId,
      methods: ['pwd'],
      expiresAt: time,
    });
    await agent.get(
      `/logout?${new URLSearchParams({ client_id: pool.clientId, logout_uri: 'https://app.example.com/bye' })}`,
    );
    const sessionId = Reflect.get(started ?? {}, 'sessionId');
    expect((await toldAbout(user.sub, 'SessionEnded')).at(-1)).toEqual(['SessionEnded', { sessionId }]);
  });

  it('of links with providers', async () => {
    const app = await makeScriptedApp();
    await signInScripted(app, { sub: 'ada', email: 'ada@example.com' });
    const isOfProvider = ({ type }: { readonly type: string }): boolean => type === 'UserCreated';
    await expect.poll(async () => (await eventsAbout(app.poolId)).some(isOfProvider)).toBe(true);
    const made = (await eventsAbout(app.poolId)).find(isOfProvider);
    expect(made?.details).toMatchObject({ status: 'EXTERNAL_PROVIDER', providers: [app.provider] });

    const user = await makeUser(app);
    const link = {
      UserPoolId: app.poolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: user.username },
      SourceUser: {
        ProviderName: app.provider,
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: 'grace',
      },
    };
    await adminClient().send(new AdminLinkProviderForUserCommand(link));
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: app.poolId, User: link.SourceUser }));
    const told = await toldAbout(user.sub, 'UserUnlinked');
    const details = { provider: app.provider, providerType: 'OIDC' };
    expect(told.filter(([type]) => type.includes('inked'))).toEqual([
      ['UserLinked', details],
      ['UserUnlinked', details],
    ]);
    expect(JSON.stringify(told)).not.toContain('grace');
  });

  it('of sign-ins that failed or were blocked, in pools that keep them, and of none under a name of nobody', async () => {
    const pool = await makeProtectedPool();
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
    const user = await makeSettledUser(pool);
    await expect(signInFrom(pool, user, home, { secret: 'Wrong-horse-3' })).rejects.toThrow();
    await expect(signInFrom(pool, { username: 'nobody' }, home, { secret: 'Wrong-horse-3' })).rejects.toThrow();
    await expect(signInFrom(pool, user, risky.High)).rejects.toThrow();
    const told = await toldAbout(user.sub, 'SignInBlocked');
    const common = { eventId: expect.any(String), clientId: pool.clientId, compromisedPassword: false };
    expect(told.filter(([type]) => /^SignIn/.test(type))).toEqual([
      ['SignInFailed', { ...common, challenges: ['Password'] }],
      ['SignInBlocked', { ...common, challenges: ['Password'], riskLevel: 'High' }],
    ]);
    const failed = (await eventsAbout(pool.poolId)).filter(({ type }) => type === 'SignInFailed');
    expect(failed).toHaveLength(1);
  });
});
