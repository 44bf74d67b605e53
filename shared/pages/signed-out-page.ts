import { html } from './html.ts';
import { layout, type Page } from './layout.ts';

/** The page after a logout that leads to no app. */
export const signedOutPage = (nonce: string): Page =>
  layout(
    nonce,
    'Signed out',
    html`<div class="container"><div class="modal-dialog"><div class="modal-content background-customizable">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">
<p>You have signed out.</p>
</div>
</div></div></div>`,
  );
