import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { codeIn, enter, errorOn, textOf } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';
import { newName, once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const pool = once(() => makePool({ AutoVerifiedAttributes: ['email'] }, onPages));

const poolByLink = once(() =>
  makePool(
    {
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' },
    },
    onPages,
  ),
);

const refused = (name: string): Error => Object.assign(new Error(name), { name });

/** Where an answer leads. Throws an Error named by the message on the page, or for a fault. */
const leadsTo = async (answer: Response): Promise<string> => {
  if (answer.status >= 500) throw refused('InternalErrorException');
  if (answer.status !== 302) throw refused((await errorOn(answer)) ?? 'no message');
  return locationOf(answer).href;
};

const opened = (agent: UserAgent, app: TestPool, path: string): Promise<Response> =>
  agent.get(authorizePath(app, {}, path));

const posting = (agent: UserAgent, page: Response, fields: Readonly<Record<string, string>>) => async () =>
  leadsTo(await submit(agent, page.clone(), fields));

const begun = async (agent: UserAgent) => {
  const { username, email } = newName();
  const fields = { username, password, 'requiredAttributes[email]': email };
  return { username, email, post: posting(agent, await opened(agent, await pool(), '/signup'), fields) };
};

const resend = async (agent: UserAgent, page: Response, username: string): Promise<void> => {
  const { fields } = formIn(await textOf(page));
  await leadsTo(await agent.post(authorizePath(await pool(), {}, '/resendcode'), { ...fields, username }));
};

/** Pages on which a person who hears nothing, or of a fault, posts the form again. */
export const pages: readonly Flow[] = [
  {
    operation: 'sign-up',
    prepare: async () => {
      const agent = newUserAgent();
      const { username, email, post } = await begun(agent);
      return {
        call: post,
        doneBefore: ['User already exists'],
        proof: async () => {
          const page = await opened(agent, await pool(), '/confirm');
          if ((await mailTo(email)).length === 0) await resend(agent, page, username);
          await leadsTo(await submit(agent, page, { username, code: await codeFor(email) }));
          await codeIn(await enter(newUserAgent(), await pool(), { username }));
        },
      };
    },
  },
  {
    operation: 'sign-up',
    way: 'code',
    prepare: async () => {
      const agent = newUserAgent();
      const { username, email, post } = await begun(agent);
      const page = await agent.get(await post());
      return {
        call: posting(agent, page, { code: await codeFor(email) }),
        doneBefore: ['User cannot be confirmed. Current status is CONFIRMED'],
        proof: async () => codeIn(await enter(newUserAgent(), await pool(), { username })),
      };
    },
  },
  {
    operation: 'forgot-password',
    way: 'new password',
    prepare: async () => {
      const agent = newUserAgent();
      const { username, email } = await makeUser(await pool());
      const asking = posting(agent, await opened(agent, await pool(), '/forgotPassword'), { username });
      const page = await agent.get(await asking());
      const changed = 'Better-horse-2';
      return {
        call: posting(agent, page, { code: await codeFor(email), password: changed }),
        doneBefore: ['Invalid code provided, please request a code again.'],
        proof: async () => codeIn(await enter(newUserAgent(), await pool(), { username }, { password: changed })),
      };
    },
  },
  {
    operation: 'confirmUser',
    prepare: async () => {
      const agent = newUserAgent();
      const { username, email } = newName();
      const byLink = await poolByLink();
      const page = await opened(agent, byLink, '/signup');
      await leadsTo(await submit(agent, page, { username, password, 'requiredAttributes[email]': email }));
      const [mail] = await mailTo(email);
      const [, href = ''] = /<a href="([^"]*)"/.exec(mail?.body ?? '') ?? [];
      const asked = await agent.get(href.replaceAll('&amp;', '&'));
      return {
        call: async () => {
          const answer = await submit(agent, asked.clone(), {});
          if (answer.status >= 500) throw refused('InternalErrorException');
          const told = await errorOn(answer.clone());
          if (told !== undefined) throw refused(told);
        },
        doneBefore: ['User cannot be confirmed. Current status is CONFIRMED'],
        proof: async () => codeIn(await enter(newUserAgent(), byLink, { username })),
      };
    },
  },
];
