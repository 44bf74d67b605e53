/** What a page of the app's own is answered: the step that its transaction waits for, and what was wrong. */

import { originOfViewer } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { type HttpRequest, parseBody } from '#shared/api/json-protocol.ts';
import { newTally, usualBounds, validate } from '#shared/api/validation.ts';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';
import { TransactionRefusal, transactionPath } from '#shared/domain/oauth/transaction.ts';
import { CognitoException, Throttled } from '#shared/errors/exception.ts';
import { KeyUnusable } from '#shared/errors/key-unusable.ts';
import { noteOnCall, noteRefusal } from '#shared/observability/call.ts';
import { complaintsOf } from '#shared/pages/texts/complaints.ts';
import { findPending } from '#shared/services/federation/pending-accounts.ts';
import { assertTurn, keepingAnswer, type LiveTransaction, takeStep } from '#shared/services/oauth/transactions.ts';
import { TransactionRequest } from '#shared/wire/transaction.ts';
import { answerAuthorization } from '../by-authorization-request.ts';
import { textsFor } from '../page-language.ts';
import { act } from './actions.ts';
import type { Move } from './moves.ts';
import { shownStep } from './shown-step.ts';
import {
  jsonFor,
  type NamedTransaction,
  openNamed,
  ownOrigin,
  preflightFor,
  type TransactionCall,
} from './transaction-call.ts';

const mostBytes = 48 * 1024;
const jsonType = /^application\/json\s*(?:;|$)/i;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

// A form of another site can have any type but this one, without asking before: Fetch section 2.2.2.
const bodyOf = ({ headers, body }: HttpRequest): TransactionRequest => {
  if (!jsonType.test(headers['content-type'] ?? '')) throw invalid('The body is no application/json.');
  if (body.length > mostBytes) throw invalid('The body is too large.');
  const tally = newTally();
  let given: unknown;
  try {
    // Half a surrogate pair is no text: hashes take each for the same, so two passwords would be one.
    given = parseBody(body, usualBounds, tally);
  } catch {
    throw invalid('The body is no JSON.');
  }
  return validate(TransactionRequest, given, tally);
};

const statusOf = (error: CognitoException): number => {
  if (error instanceof KeyUnusable) return 503;
  if (error.name === 'ForbiddenException') return 403;
  return error.name === 'TooManyRequestsException' || error.name === 'LimitExceededException' ? 429 : 400;
};

/** The error, with its texts in the language that the browser asks for. */
const toldError = async (call: TransactionCall, error: CognitoException): Promise<object> => {
  noteRefusal(error.name, error.message);
  const texts = complaintsOf(await textsFor(call.http, call.app), error);
  return { code: error.name, message: error.message, texts };
};

const answerOf = async (origin: string, call: TransactionCall, error?: CognitoException): Promise<Result> => {
  if (!error) return jsonFor(origin, await shownStep(call));
  const result = jsonFor(origin, { ...(await shownStep(call)), error: await toldError(call, error) }, statusOf(error));
  return error instanceof Throttled
    ? { ...result, headers: { ...result.headers, 'retry-after': String(error.retryAfter) } }
    : result;
};

const moved = async (origin: string, call: TransactionCall, move: Move): Promise<Result> => {
  const { app, transaction } = call;
  if ('goTo' in move) return jsonFor(origin, { ...(await shownStep(call)), goTo: move.goTo });
  if ('next' in move) {
    return answerOf(origin, { ...call, transaction: await takeStep(app, transaction, move.next) }, move.error);
  }
  const goTo = `${originOfViewer(call.http)}${transactionPath(transaction.id, 'return')}`;
  return jsonFor(origin, { turn: transaction.turn + 1, step: 'done', goTo });
};

const take = async (origin: string, call: TransactionCall): Promise<Result> => {
  try {
    const given = bodyOf(call.http);
    noteOnCall({ pageAction: given.action });
    assertTurn(call.transaction, given.turn);
    const { contextData: encodedData } = given;
    const asked = encodedData === undefined ? call : { ...call, origin: { ...call.origin, encodedData } };
    return await moved(origin, call, await act(asked, given));
  } catch (error) {
    if (error instanceof CognitoException) return answerOf(origin, call, error);
    throw error;
  }
};

// The request of the app is read anew at each step: what the client may not do any more ends here.
const withCall = (
  http: HttpRequest,
  named: NamedTransaction,
  transaction: LiveTransaction,
  run: (call: TransactionCall) => Promise<Result>,
): Promise<Result> =>
  answerAuthorization({ ...http, query: transaction.query }, parseParameters(transaction.query), async (asked) => {
    const { pending } = transaction;
    const linking = pending === undefined ? undefined : await findPending(named.app, pending);
    const give = keepingAnswer(named.app, transaction);
    return run({ ...asked, transaction, give, ...(linking && { linking }) });
  });

// What is wrong with the request itself, the app is told at its address, or nobody.
const asJson = (origin: string, result: Result): Result => {
  if (result.headers?.['access-control-allow-origin'] !== undefined) return result;
  const { location } = result.headers ?? {};
  const error = { code: 'RequestRefusedException', message: 'The request of the app is refused.', texts: [] };
  return jsonFor(origin, { error, ...(location !== undefined && { goTo: String(location) }) }, 400);
};

const refused = (
  origin: string | undefined,
  http: HttpRequest,
  error: TransactionRefusal,
  more: object = {},
): Result => {
  noteRefusal(error.name, error.message);
  const { name: code, message, status } = error;
  // A browser that keeps the cookie from pages of other sites brings it to our own ones.
  const isUnknown = code === 'BrowserNotKnownException';
  const goTo = isUnknown && { goTo: `${originOfViewer(http)}${http.path}/hosted` };
  return jsonFor(origin, { ...more, error: { code, message, texts: [] }, ...goTo }, status);
};

const step = async (origin: string, http: HttpRequest, named: NamedTransaction): Promise<Result> => {
  const run = (call: TransactionCall) => (http.method === 'POST' ? take(origin, call) : answerOf(origin, call));
  try {
    return asJson(origin, await withCall(http, named, await openNamed(http, named), run));
  } catch (error) {
    if (!(error instanceof TransactionRefusal) || error.name !== 'StepMismatchException') throw error;
    // Another request was faster, or this one comes again: the page goes on from where the transaction is.
    const now = await withCall(http, named, await openNamed(http, named), async (call) =>
      jsonFor(origin, await shownStep(call)),
    );
    return refused(origin, http, error, JSON.parse(asJson(origin, now).body ?? '{}'));
  }
};

/** Answers a page of the client's origin. Nobody else is told anything. */
export const answerStep = async (http: HttpRequest, named: NamedTransaction | undefined): Promise<Result> => {
  let origin: string | undefined;
  try {
    origin = ownOrigin(http, named);
    if (http.method === 'OPTIONS') return preflightFor(origin);
    return named ? await step(origin, http, named) : jsonFor(undefined, {}, 404);
  } catch (error) {
    if (error instanceof TransactionRefusal) return refused(origin, http, error);
    throw error;
  }
};
