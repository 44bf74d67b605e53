/** The steps of a sign-in on an app's own page. The state machine is that of our pages. */
import { attributeField } from '#shared/domain/oauth/page-answers.ts';
import { type Parameters, parseParameters } from '#shared/domain/oauth/parameters.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signInAsNew } from '#shared/services/federation/external-sign-in.ts';
import { signsInHere } from '#shared/services/federation/offered-providers.ts';
import { beginByPasskey, beginOnPage } from '#shared/services/oauth/page-sign-in.ts';
import { answerTo, isRepeatable } from '#shared/services/oauth/question-answers.ts';
import { ssoActivity } from '#shared/services/oauth/sso-sessions.ts';
import type { TransactionRequest } from '#shared/wire/transaction.ts';
import { findUsableSessionNamed, grantedBySession } from '../browser-session.ts';
import { detourAfter, noName, noOtherWay, notHere, providerOfName } from '../sign-in-detours.ts';
import { goOn, type Move, to, toQuestion } from './moves.ts';
import { wayFrom } from './shown-step.ts';
import type { StepOf, TransactionCall } from './transaction-call.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const begin = async (call: TransactionCall, username: string, given: TransactionRequest): Promise<Move> => {
  const { password, preferred } = given;
  const offersOthers = poolFirstFactors(call.app.pool).length > 1;
  if (password === undefined && !offersOthers) throw invalid(noOtherWay);
  const wanted = preferred === undefined ? {} : { PREFERRED_CHALLENGE: preferred };
  const proof = password === undefined ? wanted : { PASSWORD: password };
  return goOn(call, username, await beginOnPage(call, { USERNAME: username, ...proof }));
};

/** Begins by name: with the password, or with what else the user has. An address alone may lead to a provider. */
export const signIn = async (call: TransactionCall, given: TransactionRequest): Promise<Move> => {
  const { app, linking } = call;
  const username = (given.username ?? '').trim();
  const isAddressAlone = given.password === undefined && !linking;
  const provider = isAddressAlone ? await providerOfName(app, username) : undefined;
  if (provider) return { goTo: wayFrom(call, 'provider', { identity_provider: provider.name }) };
  if (!signsInHere(app)) throw invalid(notHere);
  if (username === '') throw invalid(noName);
  try {
    return await begin(call, username, given);
  } catch (error) {
    const detour = linking ? undefined : detourAfter(app, error);
    if (detour === undefined) throw error;
    return to({ step: detour === 'confirm' ? 'confirmSignUp' : 'forgotPassword', username });
  }
};

/** Begins by a passkey that the browser found before it was known who signs in. */
export const signInByPasskey = async (call: TransactionCall, given: TransactionRequest): Promise<Move> => {
  if (!signsInHere(call.app)) throw invalid(notHere);
  const { username, answer } = await beginByPasskey(call, given.offer ?? '', given.credential ?? '');
  return goOn(call, username, answer);
};

const otherAccount = 'Somebody else has signed in in this browser since. Please choose again.';
const sessionOver = 'Your session is over. Please sign in again.';

/** Goes on as the user of the session that the browser had, whom the page named. */
export const signInAs = async (
  call: TransactionCall,
  given: TransactionRequest,
  { userKey, sessionId: id }: StepOf<'account'>,
): Promise<Move> => {
  const live = await findUsableSessionNamed(call, { userKey, id });
  if (!live) return to({ step: 'signIn' }, invalid(sessionOver));
  if (live.user.sub !== given.sub) throw invalid(otherAccount);
  await call.give?.(grantedBySession(call, live), await ssoActivity(call.app, live, call.origin));
  return { ended: true };
};

const form = (given: TransactionRequest): Parameters => {
  const fields = {
    answer: given.choice,
    authentication_code: given.code?.trim(),
    credential: given.credential,
    new_password: given.newPassword,
    password: given.password,
    EMAIL: given.email,
    PHONE_NUMBER: given.phoneNumber,
  };
  const attributes = Object.entries(given.attributes ?? {}).map(
    ([name, value]) => [attributeField(name), value] as const,
  );
  const query = new URLSearchParams();
  for (const [name, value] of [...Object.entries(fields), ...attributes]) if (value) query.append(name, value);
  return parseParameters(query.toString());
};

/** Answers a challenge. After some refusals the same one can be answered again, after others the sign-in begins again. */
export const answer = async (
  call: TransactionCall,
  given: TransactionRequest,
  { question }: StepOf<'challenge'>,
): Promise<Move> => {
  try {
    const next = await answerTo(call, question, form(given));
    return 'choices' in next ? toQuestion(next) : await goOn(call, question.username, next);
  } catch (error) {
    if (!(error instanceof CognitoException) || isRepeatable(error)) throw error;
    return to({ step: 'signIn', username: question.username }, error);
  }
};

/** Makes a new user of somebody who comes through a provider and has no account here. */
export const newAccount = async (call: TransactionCall): Promise<Move> => {
  if (!call.linking) throw invalid('Nobody is asked for an account.');
  await signInAsNew(call, call.linking);
  return { ended: true };
};
