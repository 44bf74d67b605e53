import type { Result } from '#shared/api/exchange.ts';
import type { PageCall } from './page-dress.ts';

/**
 * What a strict pool answers at once for a client without a style, as Cognito does; undefined where there are pages. The
 * status is 403.
 */
export const closedPages = async (call: PageCall): Promise<Result | undefined> => {
  const { app, family } = call;
  const isClosed = family === 'managed' && app.pool.strict && app.client.brandingId === undefined;
  // On demand: most requests that come here only redirect.
  return isClosed ? (await import('./page-dress.ts')).unavailableAnswer(call) : undefined;
};
