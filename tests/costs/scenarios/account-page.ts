import { SetUserPoolMfaConfigCommand } from '@aws-sdk/client-cognito-identity-provider';
import { accountPath, doOn, makeAccountPool } from '#tests/support/account-page.ts';
import { signedInBrowser } from '#tests/support/add-passkey.ts';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, password, type TestPool } from '#tests/support/pools.ts';
import { trackSessions } from '#tests/support/sessions.ts';
import type { UserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { newUser, once } from '../subjects.ts';

const settings = once(() => makePool());

const pool = once(async () => {
  const made = await makeAccountPool(
    {},
    {
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    },
  );
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: made.poolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  return trackSessions(made);
});

const ofPage = (
  way: string,
  prepare: (agent: UserAgent, app: TestPool) => Promise<() => Promise<Response>>,
): Scenario => ({
  operation: 'account',
  way,
  prepare: async () => {
    const app = await pool();
    return prepare(await signedInBrowser(app, await newUser(app)), app);
  },
});

const shown = (part: string) =>
  ofPage(part === '' ? 'overview' : part, async (agent, app) => () => agent.get(accountPath(app, part)));

const done = (
  part: string,
  way: string,
  act: readonly [act: string, of?: string],
  fields: () => Readonly<Record<string, string>> = () => ({}),
) =>
  ofPage(way, async (agent, app) => {
    const page = await agent.get(accountPath(app, part));
    return () => doOn(agent, page, act, fields());
  });

/** The account page and its settings. */
export const accountPage: readonly Scenario[] = [
  {
    operation: 'GetUserPoolAccountPage',
    prepare: async () => {
      const { poolId: UserPoolId } = await settings();
      return () => callOwn('GetUserPoolAccountPage', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolAccountPage',
    prepare: async () => {
      const { poolId: UserPoolId } = await settings();
      return () => callOwn('SetUserPoolAccountPage', { UserPoolId, Status: 'ENABLED' });
    },
  },
  shown(''),
  shown('profile'),
  done('profile', 'profile, a change', ['save'], () => ({ 'attributes[nickname]': 'Ada' })),
  shown('contacts'),
  shown('password'),
  done('password', 'password, a new one', ['change'], () => ({
    current_password: password,
    new_password: 'Better-horse-2',
  })),
  shown('factors'),
  done('factors', 'factors, the secret of an app', ['set-up']),
  shown('recovery-codes'),
  done('recovery-codes', 'recovery codes, new ones', ['make']),
  shown('passkeys'),
  shown('devices'),
  shown('sessions'),
  done('contacts', 'contacts, a new address', ['change', 'email'], () => ({ 'new[email]': anEmail() })),
];
