import { formOnPage, say } from './form-parts.ts';
import { html } from './html.ts';
import { layout, type Page } from './layout.ts';
import type { FormPage } from './login-page.ts';

/** The page that a link leads to. Only its button confirms: programs that look at mail follow links, too. */
export const confirmUserPage = (page: FormPage): Page =>
  formOnPage(page, 'Confirm', 'confirmUserForm', [
    say('Confirm your account, if it was you who signed up.'),
    html`<button name="confirm" type="submit" class="btn btn-primary submitButton-customizable">Confirm account</button>`,
  ]);

/** What follows. */
export const userConfirmedPage = (nonce: string): Page =>
  layout(
    nonce,
    'Confirmed',
    html`<div class="container"><div class="modal-dialog"><div class="modal-content background-customizable">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">${say('Your registration has been confirmed! You can sign in now.')}</div>
</div></div></div>`,
  );
