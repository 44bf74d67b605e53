import { codeField, formOnPage, type NamedPage, nameField, say } from './form-parts.ts';
import { html } from './html.ts';
import type { Page } from './layout.ts';

export interface ConfirmPage extends NamedPage {
  /** Where the code went, masked. */
  readonly destination: string | undefined;
  /** Where the button for another code posts to. */
  readonly resend: string;
}

/** The page that takes the code of a sign-up, or sends another one. */
export const confirmPage = (page: ConfirmPage): Page =>
  formOnPage(page, 'Confirm', 'confirmForm', [
    say(
      page.destination === undefined
        ? 'Enter the code that was sent to you to confirm your account.'
        : `We have sent a code to ${page.destination}. Enter it below to confirm your account.`,
    ),
    nameField(page),
    codeField(),
    html`<button name="confirm" type="submit" class="btn btn-primary submitButton-customizable">Confirm account</button>`,
    html`<p class="redirect-customizable"><span>Didn't receive a code?</span> <button name="resend" type="submit" class="link" formaction="${page.resend}" formnovalidate>Resend it</button></p>`,
  ]);
