/**
 * The pages of a forgotten password: one sends a code, the next takes it with a new password. Their
 * rules are those of ForgotPassword and ConfirmForgotPassword.
 */
import type { Result } from '#shared/api/exchange.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type AuthorizationCall, byAuthorizationRequest } from '#shared/operations/by-authorization-request.ts';
import { pagesOf } from '#shared/operations/page-dress.ts';
import {
  expiredPage,
  formAnswer,
  formFor,
  leadTo,
  nameLabelOf,
  noteOf,
  ownForm,
  usernameIn,
  type Wrong,
} from '#shared/operations/page-forms.ts';
import { pagePath } from '#shared/operations/page-path.ts';
import { resetOnPage, sendCodeOnPage } from '#shared/operations/reset-steps.ts';

const showForgot = async (call: AuthorizationCall, error?: Wrong, typed?: string): Promise<Result> => {
  const username = typed ?? (await noteOf(call))?.username ?? call.request.loginHint ?? '';
  const form = await formFor(call, '/forgotPassword', error);
  const { forgotPassword } = await pagesOf(call);
  return formAnswer(call, form, forgotPassword({ ...form, username, nameLabel: nameLabelOf(call.app.pool) }));
};

const showReset = async (call: AuthorizationCall, error?: Wrong, posted?: Parameters): Promise<Result> => {
  const { pool } = call.app;
  const note = await noteOf(call);
  const typed = posted && usernameIn(posted);
  const knowsUsername = note !== undefined && (typed === undefined || typed === note.username);
  const form = await formFor(call, '/confirmforgotPassword', error);
  const page = (await pagesOf(call)).resetPassword({
    ...form,
    username: typed ?? note?.username ?? '',
    knowsUsername,
    code: posted?.get('code'),
    nameLabel: nameLabelOf(pool),
    destination: knowsUsername ? note.destination : undefined,
    rules: passwordPolicy(pool),
    resend: pagePath(call, '/forgotPassword'),
  });
  return formAnswer(call, form, page);
};

const sendCode = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const username = usernameIn(form);
  try {
    const destination = await sendCodeOnPage(call, username);
    return await leadTo(call, '/confirmforgotPassword', { username, destination });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return showForgot(call, error, username);
  }
};

// Scripts may leave the second one out: it is there for typing errors.
const assertTypedTwice = (form: Parameters): void => {
  const again = form.get('confirmPassword');
  if (again === undefined || again === form.get('password')) return;
  throw new CognitoException('InvalidParameterException', 'The passwords do not match.');
};

const reset = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const username = usernameIn(form);
  try {
    assertTypedTwice(form);
    await resetOnPage(call, username, { code: form.get('code'), password: form.get('password') });
    return await leadTo(call, '/login', { username, notice: 'passwordChanged' });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return showReset(call, error, form);
  }
};

const resetStep = async (call: AuthorizationCall): Promise<Result> => {
  if (call.http.method !== 'POST') return showReset(call);
  const form = await ownForm(call);
  return form ? reset(call, form) : showReset(call, expiredPage);
};

const forgotStep = async (call: AuthorizationCall): Promise<Result> => {
  if (call.http.method !== 'POST') return showForgot(call);
  const form = await ownForm(call);
  return form ? sendCode(call, form) : showForgot(call, expiredPage);
};

export const handler = byAuthorizationRequest('forgotPasswordPages', (call) =>
  call.http.path === '/forgotPassword' ? forgotStep(call) : resetStep(call),
);
