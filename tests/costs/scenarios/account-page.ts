import { accountPath, doOn, makeAccountPool } from '#tests/support/account-page.ts';
import { signedInBrowser } from '#tests/support/add-passkey.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, type TestPool } from '#tests/support/pools.ts';
import type { UserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { newUser, once } from '../subjects.ts';

const settings = once(() => makePool());

const pool = once(() => makeAccountPool());

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
  done('contacts', 'contacts, a new address', ['change', 'email'], () => ({ 'new[email]': anEmail() })),
];
