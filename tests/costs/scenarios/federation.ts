import { randomUUID } from 'node:crypto';
import { type FederatedApp, leaveFor, makeScriptedApp, returnFromScripted } from '#tests/support/federation.ts';
import { makeLinkingApp } from '#tests/support/linking.ts';
import { callback, locationOf } from '#tests/support/oauth.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const app = once(() => makeScriptedApp());

const person = (sub: string, name = 'Ada') => ({ sub, name, email: `${sub}@example.com`, email_verified: true });

const leadsTo = async (answer: Promise<Response>, address: string): Promise<void> => {
  const { href, searchParams } = locationOf(await answer);
  if (!href.startsWith(address) || searchParams.has('error')) throw new Error(href);
};

const returning = async (user: object, made?: FederatedApp, to = callback): Promise<() => Promise<void>> => {
  const agent = newUserAgent();
  const back = await returnFromScripted(agent, made ?? (await app()), user);
  return () => leadsTo(agent.get(back), to);
};

const linking = once(() => makeLinkingApp('VERIFIED_EMAIL'));
const asking = once(() => makeLinkingApp('ASK'));

const linkAddress = (): string => `${stack().endpoint}/linkAccount?`;

const askedPage = async () => {
  const [made, agent] = [await asking(), newUserAgent()];
  const { username } = await makeUser(made);
  const back = await returnFromScripted(agent, made, person(randomUUID()));
  const { href } = locationOf(await agent.get(back));
  const { action, fields } = formIn(await (await agent.get(href)).text());
  const answer = (typed: Readonly<Record<string, string>>) => () =>
    leadsTo(agent.post(action, { ...fields, ...typed }), callback);
  return {
    show: () => agent.get(href),
    link: answer({ username, password }),
    makeNew: answer({ newAccount: 'true' }),
  };
};

const known = once(async () => {
  const sub = randomUUID();
  await (await returning(person(sub)))();
  return sub;
});

/** What browsers ask who sign in through a provider. */
export const federation: readonly Scenario[] = [
  {
    operation: 'authorize',
    way: 'to a provider',
    prepare: async () => async () => leadsTo(leaveFor(newUserAgent(), await app()), (await app()).issuer ?? ''),
  },
  { operation: 'idp-response', way: 'first sign-in', prepare: () => returning(person(randomUUID())) },
  { operation: 'idp-response', way: 'later sign-in', prepare: async () => returning(person(await known())) },
  {
    operation: 'idp-response',
    way: 'later sign-in, with a changed attribute',
    prepare: async () => returning(person(await known(), `Ada ${randomUUID()}`)),
  },
  {
    operation: 'idp-response',
    way: 'first sign-in, linked by the e-mail',
    prepare: async () => {
      const made = await linking();
      const { email } = await makeUser(made);
      return returning({ ...person(randomUUID()), email }, made);
    },
  },
  {
    operation: 'idp-response',
    way: 'first sign-in, to the page that asks for an account',
    prepare: async () => returning(person(randomUUID()), await asking(), linkAddress()),
  },
  { operation: 'link-account', way: 'the page', prepare: async () => (await askedPage()).show },
  { operation: 'link-account', way: 'the right password', prepare: async () => (await askedPage()).link },
  { operation: 'link-account', way: 'a new account', prepare: async () => (await askedPage()).makeNew },
];
