import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { type FederatedApp, returnFromScripted } from '#tests/support/federation.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

/**
 * Opens the page that asks for the account of somebody whom the provider of an app has just authenticated. The way there is
 * taken without the browser, which gets the cookies: it does not reach the provider.
 */
export const openAccountQuestion = async (page: Page, app: FederatedApp, redirect_uri: string): Promise<void> => {
  const agent = newUserAgent();
  const user = { sub: randomUUID(), email: 'ada@example.com', email_verified: true };
  const back = await returnFromScripted(agent, app, user, { scope: 'openid', redirect_uri });
  const { pathname, search } = locationOf(await agent.get(back));
  const origin = stack().endpoint.replace('127.0.0.1', 'localhost');
  await page.context().addCookies([...agent.cookies].map(([name, value]) => ({ name, value, url: origin })));
  await page.goto(`${origin}${pathname}${search}`);
};
