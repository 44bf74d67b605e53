/** What a browser sees after a logout that leads to no app. */
import type { Result } from '#shared/api/exchange.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageAnswer } from '#shared/api/page-endpoint.ts';
import { signedOutPage as managedSignedOutPage } from '#shared/pages/managed/plain-pages.tsx';
import { signedOutPage } from '#shared/pages/signed-out-page.tsx';
import { pageFamilyAt } from '#shared/services/branding/page-family.ts';
import { plainAnswer, type StyledApp } from './page-dress.ts';

/** The page that says so, of the family that the host shows, in the style of the app. */
export const signedOut = async (
  http: HttpRequest,
  app: StyledApp,
  cookies: readonly string[] = [],
): Promise<Result> => {
  const family = await pageFamilyAt(app, http.headers.host ?? '');
  return family === 'classic'
    ? pageAnswer(signedOutPage(), { cookies })
    : plainAnswer({ http, app }, managedSignedOutPage, { cookies });
};
