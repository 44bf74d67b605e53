/**
 * The pages of a sign-up: one takes name, password and attributes, the next the code that was sent,
 * or sends another one. Their rules are those of SignUp, ConfirmSignUp and ResendConfirmationCode.
 */
import * as v from 'valibot';
import type { Result } from '#shared/api/exchange.ts';
import { validate } from '#shared/api/validation.ts';
import { attributeField } from '#shared/domain/oauth/page-answers.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { signUpAttributes } from '#shared/domain/oauth/sign-up-fields.ts';
import { confirmsByLink, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
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
import { signsInHere } from '#shared/services/federation/offered-providers.ts';
import { justSignedUp, mayBeSignedIn, type SignedUp } from '#shared/services/oauth/page-notes.ts';
import { beginAfterSignUp, beginOnPage, isConfirmed } from '#shared/services/oauth/page-sign-in.ts';
import { assertPasswordPolicy } from '#shared/services/passwords/passwords.ts';
import { protectedWork } from '#shared/services/risk/protected-work.ts';
import { confirmByCode } from '#shared/services/sign-up/confirm-by-code.ts';
import { register, takesSignUps } from '#shared/services/sign-up/registration.ts';
import { resendCode } from '#shared/services/sign-up/resend-code.ts';
import { acceptedBy, termsLinks, termsMark } from '#shared/services/terms/terms-links.ts';
import { ConfirmationCodeType, PasswordType, UsernameType } from '#shared/wire/shapes.ts';

const account = v.object({ Username: UsernameType, Password: PasswordType });
const confirmation = v.object({ Username: UsernameType, ConfirmationCode: ConfirmationCodeType });
const recipient = v.object({ Username: UsernameType });

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

const otherTerms = 'The terms have changed. Please read them, and sign up again.';

// A form that is posted again: whoever signed up in this browser goes on by the same password.
const signedUpBefore = async (
  call: AuthorizationCall,
  form: Parameters,
  error: CognitoException,
): Promise<Result | undefined> => {
  const username = usernameIn(form);
  const note = await noteOf(call);
  if (error.name !== 'UsernameExistsException' || note?.username !== username || !note.signedUp) return undefined;
  try {
    const parameters = { USERNAME: username, PASSWORD: form.get('password') ?? '' };
    return await goOn(call, username, await beginOnPage(call, parameters));
  } catch (refusal) {
    if (!(refusal instanceof CognitoException)) throw refusal;
    return undefined;
  }
};

const signUp = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const { app } = call;
  const username = usernameIn(form);
  const attributes = attributesIn(form, signUpAttributes(app.pool, app.client));
  try {
    // First in the words of the policy, which people understand.
    assertPasswordPolicy(app.pool, form.get('password') ?? '');
    const { Password: password } = validate(account, { Username: username, Password: form.get('password') });
    const acceptedTerms = await acceptedBy(app.client, languageOn(call), form.get('terms'));
    if (!acceptedTerms) return await showSignUp(call, otherTerms, username, attributes);
    const metadata = { validationData: undefined, clientMetadata: undefined };
    const request = { app, username, password, attributes, acceptedTerms, ...metadata };
    const asked = { app, type: 'SignUp', origin: call.origin, side: 'page' } as const;
    const { userKey, user, delivery } = await protectedWork(asked, (noting) => register({ ...request, noting }));
    const signedUp = justSignedUp(app.pool, userKey, user);
    if (user.status === 'CONFIRMED') return await signInNow(call, username, signedUp);
    if (!delivery) return await showLogin(call, username, { told: confirmedByOthers });
    return await leadTo(call, '/confirm', { username, destination: delivery.Destination, signedUp });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    // The user is there by then: another code can be sent.
    if (error.name === 'CodeDeliveryFailureException') return showConfirm(call, error, form);
    return (await signedUpBefore(call, form, error)) ?? showSignUp(call, error, username, attributes);
  }
};

// What a code meets that was used up already.
const usedUp = ['CodeMismatchException', 'ExpiredCodeException', 'NotAuthorizedException'] as const;

// A form that is posted twice. Only the browser that knew the password learns that the user is confirmed by now.
const confirmedBefore = async (
  call: AuthorizationCall,
  username: string,
  error: CognitoException,
): Promise<Result | undefined> => {
  const note = await noteOf(call);
  if (!isException(error, ...usedUp) || note?.username !== username || !note.signedUp) return undefined;
  return (await isConfirmed(call.app, note.signedUp)) ? signInNow(call, username, note.signedUp) : undefined;
};

const confirm = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const { app } = call;
  const username = usernameIn(form);
  try {
    const given = { Username: username, ConfirmationCode: form.get('code')?.trim() };
    const { ConfirmationCode: code } = validate(confirmation, given);
    const { userKey, user } = await confirmByCode({ app, username, side: 'page', code, clientMetadata: undefined });
    const signedUp = (await noteOf(call))?.signedUp;
    const isOwn = signedUp?.userKey === userKey && signedUp.sub === user.sub;
    if (isOwn) return await signInNow(call, username, signedUp);
    return await leadTo(call, '/login', { username, notice: 'confirmed' });
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return (await confirmedBefore(call, username, error)) ?? showConfirm(call, error, form);
  }
};

const resend = async (call: AuthorizationCall, form: Parameters): Promise<Result> => {
  const { app } = call;
  const username = usernameIn(form);
  try {
    validate(recipient, { Username: username });
    const asked = { app, type: 'ResendCode', origin: call.origin, side: 'page' } as const;
    const request = { app, username, side: 'page', clientMetadata: undefined } as const;
    const sent = await protectedWork(asked, (noting) => resendCode({ ...request, noting }));
    const note = await noteOf(call);
    const known = note?.username === username ? note : { username };
    return await leadTo(call, '/confirm', { ...known, destination: sent.Destination });
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
