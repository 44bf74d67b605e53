import { html } from './html.ts';
import { layout, type Page } from './layout.ts';

/** The page for what cannot be told to an app, since no address of the app is proved. */
export const errorPage = (nonce: string, code: string | undefined): Page =>
  layout(
    nonce,
    'Error',
    html`<div class="container"><div class="modal-dialog"><div class="modal-content background-customizable">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">
<p>An error was encountered with the requested page.</p>
${code !== undefined && html`<p class="errorMessage-customizable">${code}</p>`}
</div>
</div></div></div>`,
  );
