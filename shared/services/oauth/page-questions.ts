/** What the pages show of a challenge. */
import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { setupUri } from '#shared/domain/totp/setup-uri.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { clientNamedBy } from '../sign-in/challenge-sessions.ts';
import type { SignInAnswer } from '../sign-in/sign-in.ts';

/** A challenge as a page shows it. */
export interface PageQuestion {
  readonly challenge: ChallengeName;
  readonly session: string;
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly choices: readonly string[];
}

const listIn = (json: string | undefined): readonly string[] => {
  const list: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
};

const shown: readonly string[] = ['CODE_DELIVERY_DESTINATION', 'CREDENTIAL_REQUEST_OPTIONS'];

// A page has no use for SRP: it sends the password over TLS.
const offered = (names: readonly string[]): readonly string[] => names.filter((name) => name !== 'PASSWORD_SRP');

const attributePrefix = 'userAttributes.';

const choicesOf = ({
  ChallengeName,
  ChallengeParameters,
  AvailableChallenges = [],
}: SignInAnswer): readonly string[] => {
  switch (ChallengeName) {
    case 'SELECT_CHALLENGE':
      return offered(AvailableChallenges);
    case 'SELECT_MFA_TYPE':
      return listIn(ChallengeParameters.MFAS_CAN_CHOOSE);
    case 'MFA_SETUP':
      return listIn(ChallengeParameters.MFAS_CAN_SETUP);
    case 'NEW_PASSWORD_REQUIRED':
      return listIn(ChallengeParameters.requiredAttributes).map((name) => name.replace(attributePrefix, ''));
    default:
      return [];
  }
};

const notOnPages = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'This sign-in cannot be continued on a page.');

// The API takes set-ups by the Session alone; a page only those of its own client.
const assertOwn = ({ client }: ClientRecord, { session }: PageQuestion): void => {
  if (clientNamedBy(session) !== client.id) throw invalidSession();
};

// Few sign-ins set up an app.
const setUp = () => import('../sign-in/software-token-setup.ts');

// The key stands in the page: the app takes it from there.
const withKey = async (app: ClientRecord, question: PageQuestion): Promise<PageQuestion> => {
  const { pool } = app;
  assertOwn(app, question);
  const { secretCode, session } = await (await setUp()).associateBySession(question.session);
  return {
    ...question,
    session,
    parameters: { SECRET_CODE: secretCode, SECRET_URI: setupUri(pool.name, question.username, secretCode) },
    choices: ['SOFTWARE_TOKEN_MFA'],
  };
};

/** The set-up of the second factor that the user chose. */
export const chooseSetUp = (
  app: ClientRecord,
  question: PageQuestion,
  factor: string,
): Promise<PageQuestion> | PageQuestion =>
  factor === 'SOFTWARE_TOKEN_MFA' ? withKey(app, question) : { ...question, choices: [factor] };

/** The Session that ends the set-up of an app whose code is right. */
export const verifySetUp = async (app: ClientRecord, question: PageQuestion, code: string): Promise<string> => {
  assertOwn(app, question);
  return (await setUp()).verifyBySession(question.session, code, undefined);
};

/** The challenge of an answer, as a page shows it. Throws InvalidParameterException for one that pages do not ask. */
export const questionOf = async (app: ClientRecord, answer: SignInAnswer, username: string): Promise<PageQuestion> => {
  const { ChallengeName: challenge, Session: session, ChallengeParameters } = answer;
  if (challenge === undefined || session === undefined) throw notOnPages();
  const choices = choicesOf(answer);
  const parameters = Object.fromEntries(Object.entries(ChallengeParameters).filter(([name]) => shown.includes(name)));
  const question = { challenge, session, username, parameters, choices };
  const [only, ...others] = choices;
  return challenge === 'MFA_SETUP' && only !== undefined && others.length === 0
    ? chooseSetUp(app, question, only)
    : question;
};
