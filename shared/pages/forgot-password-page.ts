/** The pages of a forgotten password: the one that sends a code, and the one that takes it. */
import { codeField, field, formOnPage, type NamedPage, nameField, say } from './form-parts.ts';
import { html } from './html.ts';
import type { Page } from './layout.ts';
import type { FormPage } from './login-page.ts';
import { checkScript, type PasswordRules, passwordChecks } from './password-checks.ts';

export interface ForgotPasswordPage extends FormPage {
  readonly username: string;
  readonly nameLabel: string;
}

export const forgotPasswordPage = (page: ForgotPasswordPage): Page =>
  formOnPage(page, 'Forgot password', 'forgotPasswordForm', [
    html`<h1>Forgot your password?</h1>`,
    say(`Enter your ${page.nameLabel} below and we will send a message to reset your password`),
    field({ name: 'username', label: page.nameLabel, value: page.username, autocomplete: 'username' }),
    html`<button name="reset_my_password" type="submit" class="btn btn-primary submitButton-customizable">Reset my password</button>`,
  ]);

export interface ResetPasswordPage extends NamedPage {
  /** Where the code went, masked. */
  readonly destination: string | undefined;
  readonly rules: PasswordRules;
}

export const resetPasswordPage = (page: ResetPasswordPage): Page =>
  formOnPage(
    page,
    'Change password',
    'confirmForgotPasswordForm',
    [
      say(
        page.destination === undefined
          ? 'Enter the code that was sent to you to reset your password.'
          : `We have sent a password reset code to ${page.destination}. Enter it below to reset your password.`,
      ),
      nameField(page),
      codeField(),
      field({ name: 'password', label: 'New Password', type: 'password', autocomplete: 'new-password' }),
      passwordChecks(page.rules),
      field({
        name: 'confirmPassword',
        label: 'Enter New Password Again',
        type: 'password',
        autocomplete: 'new-password',
      }),
      html`<button name="reset_password" type="submit" class="btn btn-primary submitButton-customizable">Change Password</button>`,
    ],
    checkScript,
  );
