import { makeManagedPool } from './managed-login.ts';
import { callback } from './oauth.ts';
import { toCreationOptions } from './passkeys.ts';
import { password, type TestPool, type TestUser } from './pools.ts';
import { loginPath, textOf } from './sign-in-page.ts';
import { newUserAgent, submit, type UserAgent } from './user-agent.ts';

type Query = Readonly<Record<string, string>>;

/** The path of the page that adds a passkey. */
export const addPasskeyPath = ({ clientId }: Pick<TestPool, 'clientId'>, more: Query = {}): string =>
  `/passkeys/add?${new URLSearchParams({ client_id: clientId, redirect_uri: callback, ...more })}`;

/** A pool with managed login, whose users may have passkeys. */
export const makePasskeyPages = (client: Parameters<typeof makeManagedPool>[1] = {}) =>
  makeManagedPool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], ...client },
  );

/** A browser in which that user, who has the usual password, has signed in. */
export const signedInBrowser = async (pool: TestPool, { username }: Pick<TestUser, 'username'>): Promise<UserAgent> => {
  const agent = newUserAgent();
  const answer = await submit(agent, await agent.get(loginPath(pool)), { username, password });
  if (answer.status !== 302) throw new Error(`The sign-in answers ${answer.status}.`);
  return agent;
};

/** What the page hands to the browser; undefined where it has no form. */
export const creationOn = async (page: Response) => {
  const [, options] = /data-creation="([^"]*)"/.exec(await textOf(page)) ?? [];
  return options === undefined ? undefined : toCreationOptions(JSON.parse(options.replaceAll('&quot;', '"')));
};

/** The page as a signed-in user sees it. */
export const openAddPasskey = async (agent: UserAgent, pool: Pick<TestPool, 'clientId'>, more: Query = {}) => {
  const page = await agent.get(addPasskeyPath(pool, more));
  const creation = await creationOn(page);
  if (!creation) throw new Error(`No options, but ${page.status}: ${await textOf(page)}`);
  return { page, creation };
};
