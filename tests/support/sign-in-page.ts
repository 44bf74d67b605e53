import { decodeJwt } from 'jose';
import { callback, exchange, locationOf } from './oauth.ts';
import { password, type TestPool } from './pools.ts';
import { errorIn, submit, type UserAgent } from './user-agent.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** The path of the sign-in page for a request. Undefined parameters are left out. */
export const loginPath = ({ clientId }: Pick<TestPool, 'clientId'>, more: Query = {}): string => {
  const asked = { response_type: 'code', client_id: clientId, redirect_uri: callback, scope: 'openid', ...more };
  const given = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `/login?${given.join('&')}`;
};

/** Posts name and password on a sign-in page that was just opened. */
export const enter = async (
  agent: UserAgent,
  app: Pick<TestPool, 'clientId'>,
  { username }: { readonly username: string },
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> => submit(agent, await agent.get(loginPath(app)), { username, password, ...fields });

/** Begins without a password: the page asks what with. */
export const enterWithoutPassword = async (
  agent: UserAgent,
  app: Pick<TestPool, 'clientId'>,
  { username }: { readonly username: string },
): Promise<Response> => submit(agent, await agent.get(loginPath(app)), { username, password: '', otherWay: 'true' });

/** The text of a page, which can still be submitted afterwards. */
export const textOf = (page: Response): Promise<string> => page.clone().text();

/** The message of an error on a page, which can still be submitted afterwards. */
export const errorOn = async (page: Response): Promise<string | undefined> => errorIn(await textOf(page));

/** The code with which the browser is sent back to the app; throws where it is not. */
export const codeIn = async (answer: Response): Promise<string> => {
  const code = locationOf(answer).searchParams.get('code');
  if (answer.status !== 302 || !code) throw new Error(`No code, but ${answer.status}: ${await textOf(answer)}`);
  return code;
};

/** Whom the app is told about: the `sub` of the ID token that the code is worth. */
export const userOf = async (app: TestPool, answer: Response): Promise<string | undefined> => {
  const tokens = await exchange(app, await codeIn(answer));
  return decodeJwt(JSON.parse(await tokens.text()).id_token).sub;
};

/** What a question on a page carries of the sign-in. */
export const questionIn = (packed: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(packed, 'base64url').toString());
