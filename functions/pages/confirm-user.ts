/**
 * The page that links in the mail of a sign-up lead to. GET shows it, and POST confirms the user, by the rules of
 * ConfirmSignUp: what follows links in mail before people do must not use them up.
 */
import * as v from 'valibot';
import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import { pageEndpoint } from '#shared/api/page-endpoint.ts';
import { validate } from '#shared/api/validation.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { toErrorPage } from '#shared/operations/by-authorization-request.ts';
import { closedPages } from '#shared/operations/closed-pages.ts';
import { type PageCall, pagesOf, styledAnswer } from '#shared/operations/page-dress.ts';
import { expiredPage, formAnswer, formFor, ownForm, type Wrong } from '#shared/operations/page-forms.ts';
import { pageFamilyAt } from '#shared/services/branding/page-family.ts';
import { findApp } from '#shared/services/oauth/authorization.ts';
import { confirmByCode } from '#shared/services/sign-up/confirm-by-code.ts';
import { ConfirmationCodeType, UsernameType } from '#shared/wire/shapes.ts';

const named = v.object({ Username: UsernameType, ConfirmationCode: ConfirmationCodeType });

const show = async (call: PageCall, error?: Wrong): Promise<Result> => {
  const form = await formFor(call, '/confirmUser', error);
  return formAnswer(call, form, (await pagesOf(call)).confirmUser(form));
};

const confirm = async (call: PageCall): Promise<Result> => {
  if (!(await ownForm(call))) return show(call, expiredPage);
  const query = queryOf(call.http);
  const given = { Username: query.get('user_name'), ConfirmationCode: query.get('confirmation_code') };
  try {
    const { Username: username, ConfirmationCode: code } = validate(named, given);
    await confirmByCode({ app: call.app, username, side: 'page', code, clientMetadata: undefined });
    return await styledAnswer(call, (await pagesOf(call)).userConfirmed());
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return show(call, error);
  }
};

export const handler = pageEndpoint({
  name: 'confirmUser',
  run: async (http) => {
    try {
      const host = http.headers.host ?? '';
      const app = await findApp(queryOf(http), host);
      const call = { http, app, family: await pageFamilyAt(app, host) };
      return (await closedPages(call)) ?? (await (http.method === 'POST' ? confirm(call) : show(call)));
    } catch (error) {
      if (error instanceof UntrustedRequest) return toErrorPage(http, error);
      throw error;
    }
  },
});
