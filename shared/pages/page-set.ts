import type { AccountPage } from './classic/account-page.tsx';
import type { ChallengePage } from './classic/challenge-page.tsx';
import type { ConfirmPage } from './classic/confirm-page.tsx';
import type { ConsentPage } from './classic/consent-page.tsx';
import type { DevicePage } from './classic/device-pages.tsx';
import type { ForgotPasswordPage, ResetPasswordPage } from './classic/forgot-password-page.tsx';
import type { LinkAccountPage } from './classic/link-account-page.tsx';
import type { LoginPage } from './classic/login-page.tsx';
import type { SignUpPage } from './classic/sign-up-page.tsx';
import type { AddPasskeyPage } from './managed/add-passkey-page.tsx';
import type { PasswordPage } from './managed/login-page.tsx';
import type { FormPage, Page } from './page.ts';

/** The page where a user says whether a sign-in was theirs. */
export interface EventFeedbackPage extends FormPage {
  /** What its button says; undefined where the link is worth nothing. */
  readonly value: 'Valid' | 'Invalid' | undefined;
}

/** One family of pages: a page for each step. */
export interface PageSet {
  readonly login: (page: LoginPage) => Page;
  /** The second step, after the name; undefined where a sign-in has no such step. */
  readonly password: ((page: PasswordPage) => Page) | undefined;
  /** The choice between the account of the browser's session and another one. */
  readonly account: (page: AccountPage) => Page;
  /** The page that asks a challenge, found by its name; undefined for one that pages do not ask. */
  readonly challenge: (page: ChallengePage) => Page | undefined;
  /** The page that adds a passkey; undefined where there is none. */
  readonly addPasskey: ((page: AddPasskeyPage) => Page) | undefined;
  /** The page that asks for an account which is linked with that of a provider. */
  readonly linkAccount: (page: LinkAccountPage) => Page;
  /** Asks whether an app that registered itself may have what it asks for. */
  readonly consent: (page: ConsentPage) => Page;
  /** The page that asks whether a device is to be connected, and what follows. */
  readonly device: (page: DevicePage) => Page;
  readonly deviceAnswered: (isAllowed: boolean) => Page;
  readonly signUp: (page: SignUpPage) => Page;
  readonly confirm: (page: ConfirmPage) => Page;
  readonly confirmUser: (page: FormPage) => Page;
  readonly userConfirmed: () => Page;
  readonly eventFeedback: (page: EventFeedbackPage) => Page;
  readonly feedbackGiven: () => Page;
  readonly forgotPassword: (page: ForgotPasswordPage) => Page;
  readonly resetPassword: (page: ResetPasswordPage) => Page;
}
