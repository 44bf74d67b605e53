import type { PageSet } from '../page-set.ts';
import { accountPage } from './account-page.tsx';
import { addPasskeyPage } from './add-passkey-page.tsx';
import { challengePage } from './challenge-page.tsx';
import { consentPage } from './consent-page.tsx';
import { deviceAnsweredPage, devicePage } from './device-pages.tsx';
import { eventFeedbackPage, feedbackGivenPage } from './event-feedback-pages.tsx';
import { forgotPasswordPage, resetPasswordPage } from './forgot-password-pages.tsx';
import { linkAccountPage } from './link-account-page.tsx';
import { loginPage, passwordPage } from './login-page.tsx';
import type { Managed } from './managed.ts';
import { confirmPage, confirmUserPage, signUpPage, userConfirmedPage } from './sign-up-pages.tsx';

/** The pages of ManagedLoginVersion 2, in the language and the style of a client. */
export const managedPages = (managed: Managed): PageSet => ({
  login: (page) => loginPage(managed, page),
  account: (page) => accountPage(managed, page),
  password: (page) => passwordPage(managed, page),
  challenge: (page) => challengePage(managed, page),
  addPasskey: (page) => addPasskeyPage(managed, page),
  linkAccount: (page) => linkAccountPage(managed, page),
  consent: (page) => consentPage(managed, page),
  device: (page) => devicePage(managed, page),
  deviceAnswered: (isAllowed) => deviceAnsweredPage(managed, isAllowed),
  signUp: (page) => signUpPage(managed, page),
  confirm: (page) => confirmPage(managed, page),
  confirmUser: (page) => confirmUserPage(managed, page),
  userConfirmed: () => userConfirmedPage(managed),
  eventFeedback: (page) => eventFeedbackPage(managed, page),
  feedbackGiven: () => feedbackGivenPage(managed),
  forgotPassword: (page) => forgotPasswordPage(managed, page),
  resetPassword: (page) => resetPasswordPage(managed, page),
});
