import { authorizePath, makeOAuthApp, type OAuthApp } from './oauth.ts';
import { callOwn } from './own-operations.ts';
import { stack } from './stack.ts';
import { newUserAgent, type UserAgent } from './user-agent.ts';

/** The origin of the app's own pages in tests. Nothing listens there. */
export const ownOrigin = 'https://app.example.com';
export const ownSignInUrl = `${ownOrigin}/sign-in`;

type Asked = Readonly<Record<string, string | undefined>>;

/** What a page of the app's own is answered. */
export interface Step {
  readonly status: number;
  readonly headers: Headers;
  readonly turn: number;
  readonly step: string;
  readonly goTo?: string;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly texts: readonly { readonly field?: string; readonly text: string }[];
  };
  readonly [detail: string]: unknown;
}

interface SendOptions {
  readonly method?: string;
  readonly origin?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: ReadonlyMap<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Asks a transaction as a page of the app does. */
export const send = async (
  id: string,
  { method = 'GET', origin = ownOrigin, headers = {}, cookies = new Map(), body }: SendOptions = {},
): Promise<Response> =>
  fetch(`${stack().endpoint}/transactions/${id}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(origin !== '' && { origin }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });

/** The answer as a page reads it. */
export const stepIn = async (answer: Response): Promise<Step> => ({
  ...JSON.parse(await answer.text()),
  status: answer.status,
  headers: answer.headers,
});

/** A page of the app's own, in one browser. */
export interface OwnPage {
  readonly id: string;
  readonly agent: UserAgent;
  readonly show: (options?: SendOptions) => Promise<Step>;
  /** Takes a step, in the turn of the last answer. */
  readonly act: (action: string, given?: object, options?: SendOptions) => Promise<Step>;
  /** Goes where the last answer leads. */
  readonly follow: (step: Step) => Promise<Response>;
}

/** Has the app's users sign in on pages of its own. */
export const useOwnPages = (
  { poolId, clientId }: Pick<OAuthApp, 'poolId' | 'clientId'>,
  url = ownSignInUrl,
  more = {},
) =>
  callOwn('SetUserPoolClientOAuthSettings', {
    UserPoolId: poolId,
    ClientId: clientId,
    OwnPages: { SignInUrl: url },
    ...more,
  });

/** A pool with a client that has pages of its own, and a user. */
export const makeOwnPagesApp = async (...given: Parameters<typeof makeOAuthApp>): Promise<OAuthApp> => {
  const app = await makeOAuthApp(...given);
  await useOwnPages(app);
  return app;
};

/** The id in the address that a browser is led to. */
export const transactionIn = (answer: Response): string =>
  new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('transaction') ?? '';

/** The page of the transaction with that id. */
export const pageOf = (id: string, agent: UserAgent): OwnPage => {
  let turn = 0;
  const took = async (answer: Promise<Response>): Promise<Step> => {
    const step = await stepIn(await answer);
    turn = step.turn ?? turn;
    return step;
  };
  const { cookies } = agent;
  return {
    id,
    agent,
    show: (options) => took(send(id, { cookies, ...options })),
    act: (action, given = {}, options = {}) =>
      took(send(id, { method: 'POST', cookies, body: JSON.stringify({ turn, action, ...given }), ...options })),
    follow: ({ goTo = '' }) => agent.get(goTo),
  };
};

/** Sends a browser to the authorization endpoint, which leads it to the app's own page. */
export const beginOwnPage = async (
  app: Pick<OAuthApp, 'clientId'>,
  more: Asked = {},
  agent = newUserAgent(),
): Promise<OwnPage> => {
  const answer = await agent.get(authorizePath(app, { scope: 'openid', ...more }));
  return pageOf(transactionIn(answer), agent);
};
