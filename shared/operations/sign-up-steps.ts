/** The steps of a sign-up, for our pages and for those of apps. Their rules are those of SignUp and its neighbours. */
import * as v from 'valibot';
import { validate } from '#shared/api/validation.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { justSignedUp, type SignedUp } from '#shared/services/oauth/page-notes.ts';
import { beginOnPage, isConfirmed, type PageAnswer } from '#shared/services/oauth/page-sign-in.ts';
import { assertPasswordPolicy } from '#shared/services/passwords/passwords.ts';
import { protectedWork } from '#shared/services/risk/protected-work.ts';
import { confirmByCode } from '#shared/services/sign-up/confirm-by-code.ts';
import { register } from '#shared/services/sign-up/registration.ts';
import { resendCode } from '#shared/services/sign-up/resend-code.ts';
import { acceptedBy } from '#shared/services/terms/terms-links.ts';
import { ConfirmationCodeType, PasswordType, UsernameType } from '#shared/wire/shapes.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';

const account = v.object({ Username: UsernameType, Password: PasswordType });
const confirmation = v.object({ Username: UsernameType, ConfirmationCode: ConfirmationCodeType });
const recipient = v.object({ Username: UsernameType });

/** What somebody has typed to sign up. */
export interface SignUpForm {
  readonly username: string;
  readonly password: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Which documents the page showed, in which versions. */
  readonly terms: string | undefined;
  /** The language in which it showed them. */
  readonly language: string;
}

/** What becomes of a sign-up. */
export type SignUpOutcome =
  | { readonly kind: 'otherTerms' }
  /** An administrator has to confirm it. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'confirmed'; readonly signedUp: SignedUp }
  | { readonly kind: 'codeSent'; readonly destination: string; readonly signedUp: SignedUp };

/** What people are told who have read other documents than those that count now. */
export const otherTerms = 'The terms have changed. Please read them, and sign up again.';

/** Signs somebody up. Throws the exceptions of SignUp. */
export const signUpOnPage = async (
  { app, origin }: AuthorizationCall,
  { username, password: given, attributes, terms, language }: SignUpForm,
): Promise<SignUpOutcome> => {
  // First in the words of the policy, which people understand.
  assertPasswordPolicy(app.pool, given ?? '');
  const { Password: password } = validate(account, { Username: username, Password: given });
  const acceptedTerms = await acceptedBy(app.client, language, terms);
  if (!acceptedTerms) return { kind: 'otherTerms' };
  const metadata = { validationData: undefined, clientMetadata: undefined };
  const request = { app, username, password, attributes, acceptedTerms, ...metadata };
  const asked = { app, type: 'SignUp', origin, side: 'page' } as const;
  const { userKey, user, delivery } = await protectedWork(asked, (noting) => register({ ...request, noting }));
  const signedUp = justSignedUp(app.pool, userKey, user);
  if (user.status === 'CONFIRMED') return { kind: 'confirmed', signedUp };
  return delivery ? { kind: 'codeSent', destination: delivery.Destination, signedUp } : { kind: 'waits' };
};

/** What is known of a sign-up that was made in the same browser. */
export interface KnownSignUp {
  readonly username: string;
  readonly signedUp?: SignedUp | undefined;
}

/**
 * A sign-up that is posted again, by the browser where it was made: it goes on by the same password. Undefined where it does
 * not.
 */
export const signedUpBefore = async (
  call: AuthorizationCall,
  { username, password }: Pick<SignUpForm, 'username' | 'password'>,
  known: KnownSignUp | undefined,
  error: CognitoException,
): Promise<PageAnswer | undefined> => {
  const isKnown = known?.username === username && known.signedUp;
  if (error.name !== 'UsernameExistsException' || !isKnown) return undefined;
  try {
    return await beginOnPage(call, { USERNAME: username, PASSWORD: password ?? '' });
  } catch (refusal) {
    if (!(refusal instanceof CognitoException)) throw refusal;
    return undefined;
  }
};

/**
 * Confirms a sign-up by its code. Gives the sign-up where it is the one that the browser made, which may be signed in then.
 * Throws the exceptions of ConfirmSignUp.
 */
export const confirmOnPage = async (
  { app }: AuthorizationCall,
  username: string,
  given: string | undefined,
  known: KnownSignUp | undefined,
): Promise<SignedUp | undefined> => {
  const { ConfirmationCode: code } = validate(confirmation, { Username: username, ConfirmationCode: given?.trim() });
  const { userKey, user } = await confirmByCode({ app, username, side: 'page', code, clientMetadata: undefined });
  const signedUp = known?.signedUp;
  return signedUp?.userKey === userKey && signedUp.sub === user.sub ? signedUp : undefined;
};

// What a code meets that was used up already.
const usedUp = ['CodeMismatchException', 'ExpiredCodeException', 'NotAuthorizedException'] as const;

/**
 * A code that is given twice: the sign-up of this browser, if it is confirmed by now. Only the browser that knew the password
 * learns that.
 */
export const confirmedBefore = async (
  { app }: AuthorizationCall,
  username: string,
  known: KnownSignUp | undefined,
  error: CognitoException,
): Promise<SignedUp | undefined> => {
  if (!isException(error, ...usedUp) || known?.username !== username || !known.signedUp) return undefined;
  return (await isConfirmed(app, known.signedUp)) ? known.signedUp : undefined;
};

/** Sends another code, and says where to. Throws the exceptions of ResendConfirmationCode. */
export const resendOnPage = async ({ app, origin }: AuthorizationCall, username: string): Promise<string> => {
  validate(recipient, { Username: username });
  const asked = { app, type: 'ResendCode', origin, side: 'page' } as const;
  const request = { app, username, side: 'page', clientMetadata: undefined } as const;
  return (await protectedWork(asked, (noting) => resendCode({ ...request, noting }))).Destination;
};
