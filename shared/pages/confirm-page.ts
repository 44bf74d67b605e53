import { codeField, formOnPage, type NamedPage, nameField, say } from './form-parts.ts';
import { html } from './html.ts';
import type { Page } from './layout.ts';

export interface ConfirmPage extends NamedPage {
  /** Where the code went, masked. */
  readonly destination: string | undefined;
  /** True where a link was sent in place of a code. */
  readonly isLink: boolean;
  /** The address of the sign-in page. */
  readonly signIn: string;
  /** Where the button for another code posts to. */
  readonly resend: string;
}

const linkPage = (page: ConfirmPage): Page =>
  formOnPage({ ...page, action: page.resend }, 'Confirm', 'confirmForm', [
    say(
      page.destination === undefined
        ? 'Open the link that was sent to you to confirm your account.'
        : `We have sent a link to ${page.destination}. Open it to confirm your account, and sign in then.`,
    ),
    nameField(page),
    html`<button name="resend" type="submit" class="btn btn-primary submitButton-customizable">Send another link</button>`,
    html`<p class="redirect-customizable"><a href="${page.signIn}">Sign in</a></p>`,
  ]);

const codePage = (page: ConfirmPage): Page =>
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

/** The page after a sign-up: it takes the code, or tells of the link, and sends another one. */
export const confirmPage = (page: ConfirmPage): Page => (page.isLink ? linkPage(page) : codePage(page));
