import type { Result } from '#shared/api/exchange.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import type { PageCall } from './page-dress.ts';

/**
 * What a strict pool answers at once for a client without a style, as Cognito does; undefined where there are pages. The
 * status is 403.
 */
export const closedPages = async (call: PageCall): Promise<Result | undefined> => {
  const { app, family } = call;
  // A client with pages of its own needs no style.
  const isBare = app.client.brandingId === undefined && clientOAuth(app.client).ownPages === undefined;
  const isClosed = family === 'managed' && app.pool.strict && isBare;
  // On demand: most requests that come here only redirect.
  return isClosed ? (await import('./page-dress.ts')).unavailableAnswer(call) : undefined;
};
