import { originOfViewer } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { redirect } from '#shared/api/page-endpoint.ts';
import type { GrantResponse } from '#shared/domain/oauth/authorization-response.ts';
import { type AuthorizationCall, backToApp } from './by-authorization-request.ts';
import { pagePath } from './page-path.ts';

/** Where the page is that asks whether an app may have what it asks for. */
export const consentPath = '/oauth2/consent';

/** The way back to the app, or to the page that asks the user first. */
export const toGranted = (call: AuthorizationCall, response: GrantResponse, cookies: readonly string[] = []): Result =>
  response === 'consent'
    ? redirect(`${originOfViewer(call.http)}${pagePath(call, consentPath)}`, cookies)
    : backToApp(response, cookies);
