import { codeFor } from '#tests/support/mailbox.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { makePool, password, type TestPool } from '#tests/support/pools.ts';
import { enter, enterWithoutPassword } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { newName, newUser, once } from '../subjects.ts';

const pool = once(() =>
  makePool(
    {
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    },
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

const postOn =
  (path: string): Ask =>
  (app, username) =>
  async () => {
    const agent = newUserAgent();
    return submit(agent, await agent.get(authorizePath(app, {}, path)), {
      username,
      code: '000000',
      password: 'Better-horse-2',
    });
  };

const resending: Ask = (app, username) => async () => {
  const agent = newUserAgent();
  const { fields } = formIn(await (await agent.get(authorizePath(app, {}, '/confirm'))).text());
  return agent.post(authorizePath(app, {}, '/resendcode'), { ...fields, username });
};

const asked = (
  operation: string,
  way: string,
  ask: Ask,
): readonly [way: string, ofUser: Scenario, ofNobody: Scenario] => [
  way,
  {
    operation,
    way: `${way}, of a user`,
    prepare: async () => ask(await pool(), (await newUser(await pool())).username),
  },
  { operation, way: `${way}, of nobody`, prepare: async () => ask(await pool(), newName().username) },
];

/** Forms of the pages that must cost as much for a name that nobody has. */
export const alikeOnPage = [
  asked('login', 'wrong password', wrongPassword),
  asked('login', 'wrong code by e-mail', codeByEmail),
  asked('sign-up', 'wrong code', postOn('/confirm')),
  asked('sign-up', 'another code', resending),
  asked('forgot-password', 'code', postOn('/forgotPassword')),
  asked('forgot-password', 'wrong code', postOn('/confirmforgotPassword')),
];

const opened = async (agent: UserAgent, path: string): Promise<Response> =>
  agent.get(authorizePath(await pool(), {}, path));

const follow = async (agent: UserAgent, answer: Response): Promise<Response> => agent.get(locationOf(answer).href);

const leadsOn = async (answer: Promise<Response>): Promise<void> => {
  const { status } = await answer;
  if (status !== 302) throw new Error(`It answers ${status}.`);
};

const begun = async (agent: UserAgent) => {
  const { username, email } = newName();
  const fields = { username, password, 'requiredAttributes[email]': email };
  return { email, page: await opened(agent, '/signup'), fields };
};

const untilCode = async (agent: UserAgent) => {
  const { email, page, fields } = await begun(agent);
  return { email, username: fields.username, page: await follow(agent, await submit(agent, page, fields)) };
};

const confirmUserPath = async (username: string, code: string): Promise<string> =>
  `/confirmUser?client_id=${(await pool()).clientId}&user_name=${username}&confirmation_code=${code}`;

/** What the pages ask beside the sign-in page. */
export const pages: readonly Scenario[] = [
  {
    operation: 'asset',
    way: 'the stylesheet',
    prepare: async () => async () => newUserAgent().get('/assets/pages.0000000000000000.css'),
  },
  { operation: 'sign-up', way: 'the page', prepare: async () => async () => opened(newUserAgent(), '/signup') },
  {
    operation: 'sign-up',
    prepare: async () => {
      const agent = newUserAgent();
      const { page, fields } = await begun(agent);
      return () => leadsOn(submit(agent, page, fields));
    },
  },
  {
    operation: 'sign-up',
    way: 'code, and sign-in',
    prepare: async () => {
      const agent = newUserAgent();
      const { email, page } = await untilCode(agent);
      const code = await codeFor(email);
      return () => leadsOn(submit(agent, page, { code }));
    },
  },
  {
    operation: 'confirm-user',
    way: 'the page',
    prepare: async () => async () => newUserAgent().get(await confirmUserPath(newName().username, '123456')),
  },
  {
    operation: 'confirm-user',
    prepare: async () => {
      const agent = newUserAgent();
      const { email, username } = await untilCode(agent);
      const page = await agent.get(await confirmUserPath(username, await codeFor(email)));
      return () => submit(agent, page, {});
    },
  },
  {
    operation: 'forgot-password',
    way: 'the page',
    prepare: async () => async () => opened(newUserAgent(), '/forgotPassword'),
  },
  {
    operation: 'forgot-password',
    way: 'code',
    prepare: async () => {
      const agent = newUserAgent();
      const { username } = await newUser(await pool());
      const page = await opened(agent, '/forgotPassword');
      return () => leadsOn(submit(agent, page, { username }));
    },
  },
  {
    operation: 'forgot-password',
    way: 'new password',
    prepare: async () => {
      const agent = newUserAgent();
      const { username, email } = await newUser(await pool());
      const page = await follow(agent, await submit(agent, await opened(agent, '/forgotPassword'), { username }));
      const code = await codeFor(email);
      return () => leadsOn(submit(agent, page, { code, password: 'Better-horse-2' }));
    },
  },
];
