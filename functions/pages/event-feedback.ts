/**
 * The page that links in notifications of risky sign-ins lead to. GET shows it, and POST says whether it was the user: what
 * follows links in mail before people do must not say so.
 */
import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import { pageEndpoint } from '#shared/api/page-endpoint.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { toErrorPage } from '#shared/operations/by-authorization-request.ts';
import { closedPages } from '#shared/operations/closed-pages.ts';
import { type PageCall, pagesOf, styledAnswer } from '#shared/operations/page-dress.ts';
import { expiredPage, formAnswer, formFor, ownForm, type Wrong } from '#shared/operations/page-forms.ts';
import { pageFamilyAt } from '#shared/services/branding/page-family.ts';
import { findApp } from '#shared/services/oauth/authorization.ts';
import { giveFeedbackByToken } from '#shared/services/risk/feedback-by-token.ts';
import { openFeedbackToken } from '#shared/services/risk/feedback-tokens.ts';

const tokenIn = ({ http }: PageCall): string => queryOf(http).get('feedback_token') ?? '';

const show = async (call: PageCall, error?: Wrong): Promise<Result> => {
  const form = await formFor(call, '/eventFeedback', error);
  const { value } = error ? {} : await openFeedbackToken(call.app.pool, tokenIn(call));
  return formAnswer(call, form, (await pagesOf(call)).eventFeedback({ ...form, value }));
};

const say = async (call: PageCall): Promise<Result> => {
  if (!(await ownForm(call))) return show(call, expiredPage);
  await giveFeedbackByToken(call.app.pool, tokenIn(call));
  return styledAnswer(call, (await pagesOf(call)).feedbackGiven());
};

const orComplaint = async (call: PageCall, answer: Promise<Result>): Promise<Result> => {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return show(call, error);
  }
};

export const handler = pageEndpoint({
  name: 'eventFeedback',
  run: async (http) => {
    try {
      const host = http.headers.host ?? '';
      const app = await findApp(queryOf(http), host);
      const call = { http, app, family: await pageFamilyAt(app, host) };
      return (await closedPages(call)) ?? (await orComplaint(call, http.method === 'POST' ? say(call) : show(call)));
    } catch (error) {
      if (error instanceof UntrustedRequest) return toErrorPage(http, error);
      throw error;
    }
  },
});
