/** Answers to the challenges that pages ask. No rule of sign-in stands here: the state machine of the API decides. */
import type { Result } from '#shared/api/exchange.ts';
import { attributeField, findChallenge } from '#shared/domain/oauth/page-answers.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { unpackQuestion } from '#shared/pages/question.ts';
import type { PageQuestion } from '#shared/services/oauth/page-questions.ts';
import { answerTo, isRepeatable } from '#shared/services/oauth/question-answers.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';
import type { Typed } from './page-forms.ts';
import { goOn, showLogin, showQuestion } from './sign-in-pages.ts';

const give = async (call: AuthorizationCall, question: PageQuestion, form: Parameters): Promise<Result> => {
  const next = await answerTo(call, question, form);
  return 'choices' in next ? showQuestion(call, next) : goOn(call, question.username, next);
};

const questionIn = (packed: string): PageQuestion | undefined => {
  const question = unpackQuestion(packed);
  const challenge = question && findChallenge(question.challenge);
  return challenge && { ...question, challenge };
};

// Neither passwords nor codes are shown again.
const typedIn = (form: Parameters, { choices }: PageQuestion): Typed =>
  Object.fromEntries(
    ['EMAIL', 'PHONE_NUMBER', ...choices.map(attributeField)].map((name) => [name, form.get(name) ?? '']),
  );

const answer = async (call: AuthorizationCall, question: PageQuestion, form: Parameters): Promise<Result> => {
  try {
    return await give(call, question, form);
  } catch (error) {
    if (isRepeatable(error)) return showQuestion(call, question, error, typedIn(form, question));
    if (!(error instanceof CognitoException)) throw error;
    return showLogin(call, question.username, error);
  }
};

/** What people are told whose form is not of this sign-in any more. */
export const expiredSignIn = 'The page has expired. Please sign in again.';

/** Takes the answer to the question that the form brings back; undefined where it brings none. */
export const answerQuestion = async (call: AuthorizationCall, form: Parameters): Promise<Result | undefined> => {
  const packed = form.get('question');
  if (packed === undefined) return undefined;
  const question = questionIn(packed);
  return question ? answer(call, question, form) : showLogin(call, undefined, expiredSignIn);
};
