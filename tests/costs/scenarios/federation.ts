import { randomUUID } from 'node:crypto';
import { leaveFor, makeScriptedApp, returnFromScripted } from '#tests/support/federation.ts';
import { callback, locationOf } from '#tests/support/oauth.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const app = once(() => makeScriptedApp());

const person = (sub: string, name = 'Ada') => ({ sub, name, email: `${sub}@example.com`, email_verified: true });

const leadsTo = async (answer: Promise<Response>, address: string): Promise<void> => {
  const { href, searchParams } = locationOf(await answer);
  if (!href.startsWith(address) || searchParams.has('error')) throw new Error(href);
};

const returning = async (user: object): Promise<() => Promise<void>> => {
  const agent = newUserAgent();
  const back = await returnFromScripted(agent, await app(), user);
  return () => leadsTo(agent.get(back), callback);
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
];
