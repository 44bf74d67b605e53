import type { PageSet } from '../page-set.ts';
import { accountPage } from './account-page.tsx';
import { challengePage } from './challenge-page.tsx';
import { confirmPage } from './confirm-page.tsx';
import { confirmUserPage, userConfirmedPage } from './confirm-user-page.tsx';
import { consentPage } from './consent-page.tsx';
import { deviceAnsweredPage, devicePage } from './device-pages.tsx';
import { eventFeedbackPage, feedbackGivenPage } from './event-feedback-page.tsx';
import { forgotPasswordPage, resetPasswordPage } from './forgot-password-page.tsx';
import { linkAccountPage } from './link-account-page.tsx';
import { loginPage } from './login-page.tsx';
import { signUpPage } from './sign-up-page.tsx';

/** The pages of ManagedLoginVersion 1. */
export const classicPages: PageSet = {
  login: loginPage,
  account: accountPage,
  password: undefined,
  challenge: challengePage,
  addPasskey: undefined,
  linkAccount: linkAccountPage,
  consent: consentPage,
  device: devicePage,
  deviceAnswered: deviceAnsweredPage,
  signUp: signUpPage,
  confirm: confirmPage,
  confirmUser: confirmUserPage,
  userConfirmed: userConfirmedPage,
  eventFeedback: eventFeedbackPage,
  feedbackGiven: feedbackGivenPage,
  forgotPassword: forgotPasswordPage,
  resetPassword: resetPasswordPage,
};
