import { html } from './html.ts';
import { layout, type Page } from './layout.ts';

/** A page that posts the answer to the app at once: OAuth 2.0 Form Post Response Mode. Without scripts, by a button. */
export const formPostPage = (nonce: string, action: string, fields: Readonly<Record<string, string>>): Page =>
  layout(
    nonce,
    'Continue',
    html`<form method="post" action="${action}">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`)}
<noscript><button type="submit" class="submitButton-customizable">Continue</button></noscript>
</form>`,
    'document.forms[0].submit();',
  );
