/** Tests of identity providers, as an administrator and a browser make them. */

import { locationOf } from './oauth.ts';
import { callOwn } from './own-operations.ts';
import { visit } from './upstream/visit.ts';
import { newUserAgent, submit, type UserAgent } from './user-agent.ts';

export interface StartedTest {
  readonly TestId: string;
  readonly TestUrl: string;
  readonly Expiration: number;
}

interface Remark {
  readonly Name: string;
  readonly Claim?: string;
  readonly Reason: string;
}

export interface ToldTest {
  readonly Status: string;
  readonly Error?: { readonly Code: string; readonly Message: string };
  readonly Subject?: string;
  readonly Claims?: readonly { readonly Name: string; readonly Value: string }[];
  readonly ClaimsLeftOut?: number;
  readonly UserAttributes?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Skipped?: readonly Remark[];
  readonly Faults?: readonly Remark[];
}

interface Subject {
  readonly poolId: string;
  readonly clientId: string;
  readonly provider: string;
}

export const startTest = ({ poolId, clientId, provider }: Subject): Promise<StartedTest> =>
  callOwn('AdminStartProviderTest', { UserPoolId: poolId, ClientId: clientId, ProviderName: provider });

export const readTest = (
  { poolId }: Pick<Subject, 'poolId'>,
  { TestId }: Pick<StartedTest, 'TestId'>,
  options: { readonly ahead?: number } = {},
): Promise<ToldTest> => callOwn('AdminGetProviderTest', { UserPoolId: poolId, TestId }, options);

/** Opens the address of a test and goes on. Gives the answer, which leads to the provider. */
export const goOn = async (agent: UserAgent, { TestUrl }: Pick<StartedTest, 'TestUrl'>): Promise<Response> => {
  const { pathname, search } = new URL(TestUrl);
  return submit(agent, await agent.get(`${pathname}${search}`), {});
};

/** Signs in at the scripted provider of a test. Gives the path to which the provider leads back. */
export const returnFromTest = async (agent: UserAgent, started: StartedTest, user: object): Promise<string> => {
  const left = locationOf(await goOn(agent, started));
  left.searchParams.set('login_hint', JSON.stringify(user));
  const { headers } = await visit(left.href);
  const { pathname, search } = new URL(headers.location ?? '');
  return `${pathname}${search}`;
};

/** A whole test at a scripted provider: what the administrator reads. */
export const testAs = async (subject: Subject, user: object, agent = newUserAgent()): Promise<ToldTest> => {
  const started = await startTest(subject);
  await agent.get(await returnFromTest(agent, started, user));
  return readTest(subject, started);
};
