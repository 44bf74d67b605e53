/**
 * The pages of a sign-up: one takes name, password and attributes, the next the code that was sent,
 * or sends another one. Their rules are those of SignUp, ConfirmSignUp and ResendConfirmationCode.
 */
import type { Result } from '#shared/api/exchange.ts';
import { attributeField } from '#shared/domain/oauth/page-answers.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { signUpAttributes } from '#shared/domain/oauth/sign-up-fields.ts';
import { confirmsByLink, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type AuthorizationCall, byAuthorizationRequest } from '#shared/operations/by-authorization-request.ts';
import { pagesOf } from '#shared/operations/page-dress.ts';
import {
  expiredPage,
  formAnswer,
  formFor,
  leadTo,
  nameLabelOf,
  newNameLabelOf,
  noteOf,
  ownForm,
  usernameIn,
  type Wrong,
  withoutNote,
} from '#shared/operations/page-forms.ts';
import { languageOf } from '#shared/operations/page-language.ts';
import { pagePath } from '#shared/operations/page-path.ts';
import { confirmedByOthers, goOn, showLogin } from '#shared/operations/sign-in-pages.ts';
import {
  confirmedBefore,
  confirmOnPage,
  otherTerms,
  resendOnPage,
  signedUpBefore,
  signUpOnPage,
} from '#shared/operations/sign-up-steps.ts';
import { signsInHere } from '#shared/services/federation/offered-providers.ts';
import { mayBeSignedIn, type SignedUp } from '#shared/services/oauth/page-notes.ts';
import { beginAfterSignUp } from '#shared/services/oauth/page-sign-in.ts';
import { takesSignUps } from '#shared/services/sign-up/registration.ts';
import { termsLinks, termsMark } from '#shared/services/terms/terms-links.ts';

type Typed = Readonly<Record<string, string>>;

// Classic pages have no other, as in Cognito.
const languageOn = ({ family, http }: AuthorizationCall): string => (family === 'classic' ? 'en' : languageOf(http));

const showSignUp = async (
  call: AuthorizationCall,
  error?: Wrong,
  username = '',
  typed: Typed = {},
): Promise<Result> => {
  const { pool, client } = call.app;
  const form = await formFor(call, '/signup', error);
  const links = await termsLinks(client, languageOn(call));
  const page = (await pagesOf(call)).signUp({
    ...form,
    username,
    nameLabel: newNameLabelOf(pool),
    attributes: signUpAttributes(pool, client).map((name) => ({ name, value: typed[name] ?? '' })),
    rules: passwordPolicy(pool),
    signIn: pagePath(call, '/login'),
    terms: links && { links, mark: termsMark(links) },
  });
  return formAnswer(call, form, page);
};

const showConfirm = async (call: AuthorizationCall, error?: Wrong, posted?: Parameters): Promise<Result> => {
  const note = await noteOf(call);
  const typed = posted && usernameIn(posted);
  const knowsUsername = note !== undefined && (typed === undefined || typed === note.username);
  const form = await formFor(call, '/confirm', error);
  const destination = knowsUsername ? note.destination : undefined;
  const page = (await pagesOf(call)).confirm({
    ...form,
    username: typed ?? note?.username ?? '',
    knowsUsername,
    code: posted?.get('code'),
    nameLabel: nameLabelOf(call.app.pool),
    destination,
    isLink: confirmsByLink(call.app.pool) && (destination ?? '@').includes('@'),
    signIn: pagePath(call, '/login'),
    resend: pagePath(call, '/resendcode'),
  });
  return formAnswer(call, form, page);
};

// Whatever refuses the sign-in now, the user is there and can sign in by the usual page.
const signInNow = async (call: AuthorizationCall, username: string, signedUp: SignedUp): Promise<Result> => {
  if (!mayBeSignedIn(signedUp)) return leadTo(call, '/login');
  try {
    const answer = await goOn(call, username, await beginAfterSignUp(call, username, signedUp));
    return { ...answer, cookies: [...(answer.cookies ?? []), withoutNote(call)] };
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return showLogin(call, username, error);
  }
};

const attributesIn = (form: Parameters, names: readonly string[]): Typed =>
  Object.fromEntries(names.map((name) => [name, form.get(attributeField(name)) ?? '']));

const signUp = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const { app } = call;
  const username = usernameIn(form);
  const attributes = attributesIn(form, signUpAttributes(app.pool, app.client));
  const typed = { username, password: form.get('password'), attributes };
  try {
    const outcome = await signUpOnPage(call, { ...typed, terms: form.get('terms'), language: languageOn(call) });
    if (outcome.kind === 'otherTerms') return await showSignUp(call, otherTerms, username, attributes);
    if (outcome.kind === 'waits') return await showLogin(call, username, { told: confirmedByOthers });
    const { signedUp } = outcome;
    if (outcome.kind === 'confirmed') return await signInNow(call, username, signedUp);
    return await leadTo(call, '/confirm', { username, destination: outcome.destination, signedUp });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    // The user is there by then: another code can be sent.
    if (error.name === 'CodeDeliveryFailureException') return showConfirm(call, error, form);
    const before = await signedUpBefore(call, typed, await noteOf(call), error);
    return before ? goOn(call, username, before) : showSignUp(call, error, username, attributes);
  }
};

const confirm = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const username = usernameIn(form);
  const note = await noteOf(call);
  try {
    const signedUp = await confirmOnPage(call, username, form.get('code'), note);
    if (signedUp) return await signInNow(call, username, signedUp);
    return await leadTo(call, '/login', { username, notice: 'confirmed' });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    const before = await confirmedBefore(call, username, note, error);
    return before ? signInNow(call, username, before) : showConfirm(call, error, form);
  }
};

const resend = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const username = usernameIn(form);
  try {
    const destination = await resendOnPage(call, username);
    const note = await noteOf(call);
    const known = note?.username === username ? note : { username };
    return await leadTo(call, '/confirm', { ...known, destination });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return showConfirm(call, error, form);
  }
};

const signUpStep = async (call: AuthorizationCall): Promise<Result> => {
  if (!takesSignUps(call.app.pool) || !signsInHere(call.app)) return leadTo(call, '/login');
  if (call.http.method !== 'POST') return showSignUp(call, undefined, call.request.loginHint);
  const form = await ownForm(call);
  return form ? signUp(call, form) : showSignUp(call, expiredPage);
};

const confirmStep = async (call: AuthorizationCall): Promise<Result> => {
  if (call.http.method !== 'POST') return showConfirm(call);
  const form = await ownForm(call);
  if (!form) return showConfirm(call, expiredPage);
  return call.http.path === '/resendcode' ? resend(call, form) : confirm(call, form);
};

export const handler = byAuthorizationRequest('signUpPages', (call) =>
  call.http.path === '/signup' ? signUpStep(call) : confirmStep(call),
);
