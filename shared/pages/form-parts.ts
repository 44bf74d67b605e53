/** Parts that the classic pages with forms have in common. */
import { type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { errorLine, type FormPage, tokenField } from './login-page.ts';

/** `given_name` is shown as `Given name`, as on Cognito's pages. */
export const attributeLabel = (name: string): string => {
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly id?: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly placeholder?: string;
}

/** A field that has to be filled in, with its label. */
export const field = ({
  name,
  label,
  type = 'text',
  id = name,
  value = '',
  autocomplete = 'off',
  placeholder = label,
}: Field): Html =>
  html`<div><label for="${id}" class="label-customizable">${label}</label>
<div><input id="${id}" name="${name}" type="${type}" class="form-control inputField-customizable" placeholder="${placeholder}" autocapitalize="none" autocomplete="${autocomplete}" value="${value}" required></div></div>`;

/** The field of a code that was sent. */
export const codeField = (): Html =>
  field({ name: 'code', id: 'verification_code', label: 'Verification code', autocomplete: 'one-time-code' });

/** Whom a form is about. */
export interface NamedPage extends FormPage {
  readonly username: string;
  /** False where the page has to ask for it. */
  readonly knowsUsername: boolean;
  readonly nameLabel: string;
}

/** The name that a form is about: hidden where it is known. */
export const nameField = ({ username, knowsUsername, nameLabel }: NamedPage): Html =>
  knowsUsername
    ? html`<input type="hidden" name="username" value="${username}"/>`
    : field({ name: 'username', label: nameLabel, value: username, autocomplete: 'username' });

export const say = (text: string): Html => html`<span class="textDescription-customizable">${text}</span>`;

/** A page with one form. */
export const formOnPage = (page: FormPage, title: string, name: string, parts: readonly Html[], script = ''): Page =>
  layout(
    page.nonce,
    title,
    html`<div class="container"><div class="modal-dialog"><div class="modal-content background-customizable">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">
<form action="${page.action}" method="post" name="${name}">${tokenField(page)}
${errorLine(page)}
${parts}
</form>
</div>
</div></div></div>`,
    script,
  );
