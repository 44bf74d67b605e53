import type { Page } from 'playwright-core';
import { authorizePath, newVerifier } from '#tests/support/oauth.ts';
import { password } from '#tests/support/pools.ts';
import { apiScopes, type OpenPool, register } from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';

/** Opens the page that asks for consent, for a client that has just registered itself, after a sign-in. */
export const openConsent = async (page: Page, pool: OpenPool, redirect_uri: string): Promise<void> => {
  const { client_id: clientId } = await register(pool, { redirect_uris: [redirect_uri] });
  const pkce = { code_challenge: newVerifier().challenge, code_challenge_method: 'S256' };
  const scope = `openid email ${apiScopes.read}`;
  const origin = stack().endpoint.replace('127.0.0.1', 'localhost');
  await page.goto(`${origin}${authorizePath({ clientId }, { redirect_uri, scope, ...pkce })}`);
  await page.locator('input[name="username"]:visible').fill(pool.user.username);
  await page.locator('input[name="password"]:visible').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/oauth2\/consent\?/);
};
