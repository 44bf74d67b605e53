/** The pages of a forgotten password: the one that sends a code, and the one that takes it. */
import type { FormPage, Page } from '../page.ts';
import { CodeField, Field, type NamedPage, NameField, Resend, Say, Submit, TwoForms } from './form-parts.tsx';
import { PasswordChecks, type PasswordRules } from './password-checks.tsx';

export interface ForgotPasswordPage extends FormPage {
  readonly username: string;
  readonly nameLabel: string;
}

export const forgotPasswordPage = (page: ForgotPasswordPage): Page => ({
  title: 'Forgot password',
  body: (
    <TwoForms page={page} name="forgotPasswordForm">
      {() => (
        <>
          <h1>Forgot your password?</h1>
          <Say>{`Enter your ${page.nameLabel} below and we will send a message to reset your password`}</Say>
          <Field name="username" label={page.nameLabel} value={page.username} autocomplete="username" />
          <Submit name="reset_my_password" label="Reset my password" />
        </>
      )}
    </TwoForms>
  ),
});

export interface ResetPasswordPage extends NamedPage {
  /** What was typed before. */
  readonly code: string | undefined;
  /** Where the code went, masked. */
  readonly destination: string | undefined;
  readonly rules: PasswordRules;
  /** Where the button for another code posts to. */
  readonly resend: string;
}

export const resetPasswordPage = (page: ResetPasswordPage): Page => ({
  title: 'Change password',
  body: (
    <TwoForms page={page} name="confirmForgotPasswordForm">
      {() => (
        <>
          <Say>
            {page.destination === undefined
              ? 'Enter the code that was sent to you to reset your password.'
              : `We have sent a password reset code to ${page.destination}. Enter it below to reset your password.`}
          </Say>
          <NameField {...page} />
          <CodeField value={page.code} />
          <Field name="password" label="New Password" type="password" autocomplete="new-password" />
          <PasswordChecks rules={page.rules} />
          <Field name="confirmPassword" label="Enter New Password Again" type="password" autocomplete="new-password" />
          <Submit name="reset_password" label="Change Password" />
          <Resend to={page.resend} />
        </>
      )}
    </TwoForms>
  ),
});
