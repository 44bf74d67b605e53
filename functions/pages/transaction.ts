/**
 * The transaction of a sign-in on an app's own page: GET tells the step that it waits for, POST takes the step. It speaks to pages
 * of the client's own origin alone, in the browser that began it. No rule of sign-in stands here: the state machine of the API
 * decides.
 */
import { endpoint, renderJsonError } from '#shared/api/endpoint.ts';
import { findNamed } from '#shared/operations/own-pages/transaction-call.ts';
import { answerStep } from '#shared/operations/own-pages/transaction-steps.ts';

export const handler = endpoint(
  {
    name: 'transaction',
    renderError: renderJsonError,
    run: async (http) => answerStep(http, await findNamed(http)),
  },
  'page',
);
