import {
  AdminLinkProviderForUserCommand,
  ListDevicesCommand,
  ListWebAuthnCredentialsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountPath, doOn, makeAccountPool, noticeIn } from '#tests/support/account-page.ts';
import { creationOn, signedInBrowser } from '#tests/support/add-passkey.ts';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { confirmedDevice } from '#tests/support/devices.ts';
import { makeScriptedApp } from '#tests/support/federation.ts';
import { complaintsIn } from '#tests/support/managed-login.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { sessionsOf, trackSessions } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { textOf } from '#tests/support/sign-in-page.ts';
import { codeOf, wrongCodeOf } from '#tests/support/totp.ts';

const complaintsOn = async (page: Response): Promise<readonly string[]> => complaintsIn(await textOf(page));
const noticeOn = async (page: Response): Promise<string | undefined> => noticeIn(await textOf(page));

describe('the parts of the account page', () => {
  let pool: TestPool;

  beforeAll(async () => {
    pool = await makeAccountPool(
      {},
      {
        DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    );
    const { poolId: UserPoolId } = pool;
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    await trackSessions(pool);
  });

  const visiting = async (part: string) => {
    const user = await makeUser(pool);
    const agent = await signedInBrowser(pool, user);
    const open = () => agent.get(accountPath(pool, part));
    return { user, agent, open, page: await open() };
  };

  it('changes the password, with the present one', async () => {
    const { user, agent, page } = await visiting('password');
    const change = (given: object) =>
      doOn(agent, page, ['change'], { current_password: password, new_password: 'Better-horse-2', ...given });
    expect(await complaintsOn(await change({ current_password: 'Wrong-horse-1' }))).toEqual([
      'Your current password is not right.',
    ]);
    expect(await complaintsOn(await change({ new_password: 'short' }))).toHaveLength(1);
    expect(await complaintsOn(await change({ current_password: '' }))).toHaveLength(1);
    expect(await noticeOn(await change({}))).toBe('Your password has been changed.');
    await expect(signIn(pool, user)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('sets up an app by a QR code, switches it off and on', async () => {
    const { agent, page } = await visiting('factors');
    const begun = await doOn(agent, page, ['set-up']);
    const text = await textOf(begun);
    const [, secret = ''] = /name="secret" value="([A-Z2-7]+)"/.exec(text) ?? [];
    expect(text).toContain('aria-label="QR code for your authenticator app"');
    expect(text).toContain(`secret=${secret}&amp;`);
    const wrong = await doOn(agent, begun, ['verify'], { code: wrongCodeOf(secret) });
    expect(await complaintsOn(wrong)).toEqual(['This code is not right. Check it, and try again.']);
    const ready = await doOn(agent, wrong, ['verify'], { code: codeOf(secret) });
    expect(await noticeOn(ready)).toBe('Your authenticator app is set up.');
    const first = await doOn(agent, ready, ['first']);
    expect(await textOf(first)).toContain('On, and asked for first');
    expect(await textOf(await doOn(agent, first, ['off']))).toContain('>Off<');
  });

  it('makes recovery codes, which are shown once', async () => {
    const { agent, page, open } = await visiting('recovery-codes');
    const made = await textOf(await doOn(agent, page, ['make']));
    expect(made.match(/<code class="secret">[a-z-]{14}<\/code>/g)).toHaveLength(10);
    const later = await textOf(await open());
    expect(later).not.toContain('<code');
    expect(later).toContain('You have 10 codes left.');
  });

  it('adds and removes passkeys', async () => {
    const { user, agent, page } = await visiting('passkeys');
    const { AccessToken } = await signIn(pool, user);
    const creation = await creationOn(page);
    if (!creation) throw new Error('The page adds no passkey.');
    const nothing = await doOn(agent, page, ['add'], { credential: '' });
    expect(await complaintsOn(nothing)).toEqual(['No passkey was created. You can try again.']);
    const credential = JSON.stringify(makeAuthenticator().register(creation));
    const added = await doOn(agent, page, ['add'], { credential });
    expect(await noticeOn(added)).toBe('Your passkey has been created.');
    const listed = async () =>
      (await publicClient().send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials?.length;
    expect(await listed()).toBe(1);
    const removed = await doOn(agent, added, ['remove']);
    expect(await noticeOn(removed)).toBe('It has been removed.');
    expect(await listed()).toBe(0);
    expect(await complaintsOn(await doOn(agent, added, ['remove']))).toEqual(['This page has expired. Try again.']);
  });

  it('lists sessions, and signs out elsewhere', async () => {
    const { user, agent, open } = await visiting('sessions');
    const tokens = await signIn(pool, user);
    const elsewhere = await signedInBrowser(pool, user);
    const page = await open();
    const text = await textOf(page);
    expect(text.match(/This browser/g)).toHaveLength(1);
    expect(text.match(/>Sign out there</g)).toHaveLength(2);
    const first = await doOn(agent, page, ['end']);
    expect(await noticeOn(first)).toBe('That session is over.');
    expect(await noticeOn(await doOn(agent, first, ['end']))).toBe('That session is over.');
    await expect(sessionsOf(tokens)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await elsewhere.get(accountPath(pool))).status).toBe(302);
    expect((await open()).status).toBe(200);
  });

  it('forgets devices', async () => {
    const { user, agent, open } = await visiting('devices');
    const { AccessToken } = await signIn(pool, user);
    await confirmedDevice(pool, user, { DeviceName: 'Laptop of <Ada>' });
    const page = await open();
    expect(await textOf(page)).toContain('Laptop of &lt;Ada>');
    expect(await noticeOn(await doOn(agent, page, ['remove']))).toBe('It has been removed.');
    expect((await publicClient().send(new ListDevicesCommand({ AccessToken }))).Devices).toEqual([]);
  });

  it('unlinks accounts elsewhere, but never the last way to sign in', async () => {
    const app = await makeScriptedApp();
    const { poolId: UserPoolId } = app;
    await callOwn('SetUserPoolAccountPage', { UserPoolId, Status: 'ENABLED' });
    const user = await makeUser(app);
    await adminClient().send(
      new AdminLinkProviderForUserCommand({
        UserPoolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: user.username },
        SourceUser: { ProviderName: 'Corporate', ProviderAttributeValue: 'Ada-1' },
      }),
    );
    const agent = await signedInBrowser(app, user);
    const page = await agent.get(accountPath(app, 'links'));
    expect(await textOf(page)).toContain('Unlink');
    expect(await noticeOn(await doOn(agent, page, ['unlink']))).toBe('It has been removed.');
    expect((await agent.get(accountPath(app, 'links'))).status).toBe(400);
  });
});
