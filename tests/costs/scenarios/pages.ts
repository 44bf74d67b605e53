import { onPages } from '#tests/support/oauth.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';
import { enter, enterWithoutPassword } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { newName, newUser, once } from '../subjects.ts';

const pool = once(() =>
  makePool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    { ...onPages, PreventUserExistenceErrors: 'ENABLED' },
  ),
);

type Ask = (app: TestPool, username: string) => () => Promise<unknown>;

const wrongPassword: Ask = (app, username) => () =>
  enter(newUserAgent(), app, { username }, { password: 'Wrong-horse-1' });

const codeByEmail: Ask = (app, username) => async () => {
  const agent = newUserAgent();
  const choice = await enterWithoutPassword(agent, app, { username });
  const asked = await submit(agent, choice, { answer: 'EMAIL_OTP' });
  return submit(agent, asked, { authentication_code: '00000000' });
};

const asked = (way: string, ask: Ask): readonly [way: string, ofUser: Scenario, ofNobody: Scenario] => [
  way,
  {
    operation: 'login',
    way: `${way}, of a user`,
    prepare: async () => ask(await pool(), (await newUser(await pool())).username),
  },
  { operation: 'login', way: `${way}, of nobody`, prepare: async () => ask(await pool(), newName().username) },
];

/** Forms of the sign-in page that must cost as much for a name that nobody has. */
export const alikeOnPage = [asked('wrong password', wrongPassword), asked('wrong code by e-mail', codeByEmail)];
