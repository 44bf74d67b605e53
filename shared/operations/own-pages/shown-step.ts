/** What an app's own page is told of the step that its transaction waits for. */
import { originOfViewer } from '#shared/api/cookies.ts';
import { signUpAttributes } from '#shared/domain/oauth/sign-up-fields.ts';
import { transactionPath } from '#shared/domain/oauth/transaction.ts';
import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { aliasAttributes, canRecover, passwordPolicy, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import { accountName } from '#shared/domain/users/account-name.ts';
import { offeredProviders, signsInHere } from '#shared/services/federation/offered-providers.ts';
import type { PageQuestion } from '#shared/services/oauth/page-questions.ts';
import { newPasskeyOffer } from '#shared/services/oauth/passkey-offers.ts';
import { takesSignUps } from '#shared/services/sign-up/registration.ts';
import { termsLinks, termsMark } from '#shared/services/terms/terms-links.ts';
import { findUsableSessionNamed } from '../browser-session.ts';
import { languageOf } from '../page-language.ts';
import { shownAccount } from '../shown-account.ts';
import type { StepOf, TransactionCall } from './transaction-call.ts';

/** Where the browser goes from the transaction. */
export const wayFrom = (
  { http, transaction: { id } }: TransactionCall,
  way: Parameters<typeof transactionPath>[1],
  query: Readonly<Record<string, string>> = {},
): string => {
  const text = new URLSearchParams(query).toString();
  return `${originOfViewer(http)}${transactionPath(id, way)}${text && `?${text}`}`;
};

/** What a browser needs to use a passkey: the JSON form of its options, WebAuthn Level 3 section 5.1.10. */
const passkeyOptions = (json: string | undefined): unknown => (json === undefined ? undefined : JSON.parse(json));

const signInStep = async (call: TransactionCall, { username, notice }: Omit<StepOf<'signIn'>, 'step'>) => {
  const { app, linking } = call;
  const { pool } = app;
  const own = usernameAttributes(pool);
  const takesNames = signsInHere(app);
  const providers = await offeredProviders(app);
  const passkey = takesNames && !linking ? await newPasskeyOffer(app) : undefined;
  const common = {
    username,
    names: own.length > 0 ? own : ['username', ...aliasAttributes(pool)],
    takesNames,
    firstFactors: takesNames ? poolFirstFactors(pool) : [],
    forgotPassword: takesNames && canRecover(pool),
  };
  if (linking) {
    const { account } = linking;
    const provider = providers.find(({ name }) => name === account.providerName)?.label ?? account.providerName;
    return { step: 'linkAccount', ...common, provider, account: shownAccount(account) };
  }
  return {
    step: 'signIn',
    ...common,
    notice,
    signUp: takesNames && takesSignUps(pool),
    providers: providers.map(({ name, label }) => ({
      name,
      label,
      goTo: wayFrom(call, 'provider', { identity_provider: name }),
    })),
    passkey: passkey && { offer: passkey.offer, options: passkeyOptions(passkey.options) },
  };
};

const accountStep = async (call: TransactionCall, at: StepOf<'account'>) => {
  const live = await findUsableSessionNamed(call, { userKey: at.userKey, id: at.sessionId });
  if (!live) return signInStep(call, {});
  return { ...(await signInStep(call, {})), step: 'account', account: accountName(live.user), sub: live.user.sub };
};

const challengeStep = (
  { app: { pool } }: TransactionCall,
  { challenge, username, parameters, choices }: PageQuestion,
) => {
  const isNewPassword = challenge === 'NEW_PASSWORD_REQUIRED';
  return {
    step: 'challenge',
    challenge,
    username,
    destination: parameters.CODE_DELIVERY_DESTINATION,
    choices: isNewPassword || choices.length === 0 ? undefined : choices,
    attributes: isNewPassword ? choices : undefined,
    passwordPolicy: isNewPassword ? passwordPolicy(pool) : undefined,
    secretCode: parameters.SECRET_CODE,
    secretUri: parameters.SECRET_URI,
    passkeyOptions: passkeyOptions(parameters.CREDENTIAL_REQUEST_OPTIONS),
  };
};

const signUpStep = async ({ app: { pool, client }, http }: TransactionCall) => {
  const links = await termsLinks(client, languageOf(http));
  const own = usernameAttributes(pool);
  return {
    step: 'signUp',
    names: own.length > 0 ? own : ['username'],
    attributes: signUpAttributes(pool, client),
    passwordPolicy: passwordPolicy(pool),
    terms: links && {
      mark: termsMark(links),
      termsOfUse: links['terms-of-use'].address,
      privacyPolicy: links['privacy-policy'].address,
    },
  };
};

const detailsOf = async (call: TransactionCall): Promise<object> => {
  const { at } = call.transaction;
  const { pool } = call.app;
  switch (at.step) {
    case 'signIn':
      return signInStep(call, at);
    case 'account':
      return accountStep(call, at);
    case 'challenge':
      return challengeStep(call, at.question);
    case 'signUp':
      return signUpStep(call);
    case 'confirmSignUp':
      return { step: at.step, username: at.username, destination: at.destination };
    case 'forgotPassword':
      return { step: at.step, username: at.username };
    case 'resetPassword':
      return { ...at, passwordPolicy: passwordPolicy(pool) };
    case 'done':
      return { step: at.step, goTo: wayFrom(call, 'return') };
  }
};

/** The step, as JSON. `turn` has to come back with what answers it. */
export const shownStep = async (call: TransactionCall): Promise<object> => {
  const { turn, expiresAt } = call.transaction;
  return { turn, expiresAt: Math.floor(expiresAt / 1000), ...(await detailsOf(call)) };
};
