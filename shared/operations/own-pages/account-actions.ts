/** The steps of a sign-up, and those of a forgotten password, on an app's own page. */
import { signUpAttributes } from '#shared/domain/oauth/sign-up-fields.ts';
import { canRecover } from '#shared/domain/user-pools/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signsInHere } from '#shared/services/federation/offered-providers.ts';
import { takesSignUps } from '#shared/services/sign-up/registration.ts';
import type { TransactionRequest } from '#shared/wire/transaction.ts';
import { languageOf } from '../page-language.ts';
import { resetOnPage, sendCodeOnPage } from '../reset-steps.ts';
import { confirmedBefore, confirmOnPage, otherTerms, resendOnPage, signUpOnPage } from '../sign-up-steps.ts';
import { type Move, signInNow, to } from './moves.ts';
import type { StepOf, TransactionCall } from './transaction-call.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const nameIn = ({ username }: TransactionRequest): string => (username ?? '').trim();

const isOpen = ({ app, linking }: TransactionCall, goal: TransactionRequest['to']): boolean => {
  if (goal === 'signUp') return takesSignUps(app.pool) && signsInHere(app) && !linking;
  return goal === 'signIn' || (goal === 'forgotPassword' && canRecover(app.pool) && signsInHere(app));
};

/** Goes where the user wants to. */
export const goTo = async (call: TransactionCall, given: TransactionRequest): Promise<Move> => {
  const { to: goal } = given;
  if (goal === undefined || !isOpen(call, goal)) throw invalid('The app client has no such step.');
  const username = nameIn(given);
  return to(goal === 'signUp' || username === '' ? { step: goal } : { step: goal, username });
};

/** Signs somebody up. */
export const signUp = async (call: TransactionCall, given: TransactionRequest): Promise<Move> => {
  const { pool, client } = call.app;
  if (!isOpen(call, 'signUp')) throw invalid('The app client has no such step.');
  const username = nameIn(given);
  const asked = signUpAttributes(pool, client);
  const attributes = Object.fromEntries(asked.map((name) => [name, given.attributes?.[name] ?? '']));
  const language = languageOf(call.http);
  try {
    const { password, terms } = given;
    const outcome = await signUpOnPage(call, { username, password, attributes, terms, language });
    if (outcome.kind === 'otherTerms') throw invalid(otherTerms);
    if (outcome.kind === 'waits') return to({ step: 'signIn', username, notice: 'waitsForAdministrator' });
    const { signedUp } = outcome;
    if (outcome.kind === 'confirmed') return await signInNow(call, username, signedUp);
    return to({ step: 'confirmSignUp', username, destination: outcome.destination, signedUp });
  } catch (error) {
    if (!(error instanceof CognitoException) || error.name !== 'CodeDeliveryFailureException') throw error;
    // The user is there by then: another code can be sent.
    return to({ step: 'confirmSignUp', username }, error);
  }
};

/** Confirms it by the code, which signs in where the password was given in this transaction. */
export const confirm = async (
  call: TransactionCall,
  { code }: TransactionRequest,
  at: StepOf<'confirmSignUp'>,
): Promise<Move> => {
  const { username } = at;
  try {
    const signedUp = await confirmOnPage(call, username, code, at);
    return signedUp ? await signInNow(call, username, signedUp) : to({ step: 'signIn', username, notice: 'confirmed' });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    const before = await confirmedBefore(call, username, at, error);
    if (!before) throw error;
    return signInNow(call, username, before);
  }
};

/** Sends the code of a sign-up once more. */
export const resend = async (
  call: TransactionCall,
  _given: TransactionRequest,
  at: StepOf<'confirmSignUp'>,
): Promise<Move> => to({ ...at, destination: await resendOnPage(call, at.username) });

/** Sends the code of a forgotten password. */
export const sendCode = async (
  call: TransactionCall,
  given: TransactionRequest,
  at: StepOf<'forgotPassword' | 'resetPassword'>,
): Promise<Move> => {
  const username = at.step === 'resetPassword' ? at.username : nameIn(given);
  return to({ step: 'resetPassword', username, destination: await sendCodeOnPage(call, username) });
};

/** Sets the password by the code. The user signs in with it. */
export const resetPassword = async (
  call: TransactionCall,
  { code, newPassword }: TransactionRequest,
  { username }: StepOf<'resetPassword'>,
): Promise<Move> => {
  await resetOnPage(call, username, { code, password: newPassword });
  return to({ step: 'signIn', username, notice: 'passwordChanged' });
};
