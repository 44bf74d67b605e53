import { authorizePath, locationOf } from '#tests/support/oauth.ts';
import {
  beginOwnPage,
  makeOwnPagesApp,
  type OwnPage,
  pageOf,
  send,
  stepIn,
  transactionIn,
} from '#tests/support/own-pages.ts';
import { password } from '#tests/support/pools.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const app = once(() => makeOwnPagesApp());

const refused = (name: string): Error => Object.assign(new Error(name), { name });

/** Signs in, always in the first turn: a page that heard nothing does not know of another one. */
const signIn = async ({ id, agent: { cookies } }: OwnPage): Promise<void> => {
  const { user } = await app();
  const body = JSON.stringify({ turn: 0, action: 'signIn', username: user.username, password });
  const answer = await send(id, { method: 'POST', cookies, body });
  if (answer.status >= 500) throw refused('InternalErrorException');
  const { status, error } = await stepIn(answer);
  if (status !== 200) throw refused(error?.code ?? 'no code');
};

/** Goes to an address, which leads on. Throws for a fault, and where it leads to the page of errors. */
const goTo = async ({ agent }: Pick<OwnPage, 'agent'>, address: string): Promise<Response> => {
  const answer = await agent.get(address);
  if (answer.status >= 500) throw refused('InternalErrorException');
  if (locationOf(answer).pathname === '/error') throw refused('over');
  return answer;
};

const leadsBack = async (page: OwnPage): Promise<void> => {
  const back = locationOf(await goTo(page, `/transactions/${page.id}/return`));
  if (!back.searchParams.get('code')) throw new Error(`No code came back: ${back.href}`);
};

/** Sign-ins on pages of an app's own: a page takes its step again, and a person begins anew. */
export const ownPages: readonly Flow[] = [
  {
    operation: 'authorize',
    way: 'to own pages',
    prepare: async () => {
      const agent = newUserAgent();
      const { clientId } = await app();
      let led: Response | undefined;
      return {
        call: async () => {
          led = await goTo({ agent }, authorizePath({ clientId }, { scope: 'openid' }));
        },
        proof: async () => {
          const page = pageOf(led ? transactionIn(led) : '', agent);
          await signIn(page);
          await leadsBack(page);
        },
      };
    },
  },
  {
    operation: 'transaction',
    way: 'name and password',
    prepare: async () => {
      const page = await beginOwnPage(await app());
      return { call: () => signIn(page), doneBefore: ['StepMismatchException'], proof: () => leadsBack(page) };
    },
  },
  {
    operation: 'transaction-way',
    way: 'return',
    prepare: async () => {
      const page = await beginOwnPage(await app());
      await signIn(page);
      return {
        call: () => leadsBack(page),
        doneBefore: ['over'],
        // Whose code was lost begins anew.
        proof: async () => {
          const next = await beginOwnPage(await app());
          await signIn(next);
          await leadsBack(next);
        },
      };
    },
  },
];
