/** The page of the classic sign-up form. */
import { attributeLabel, field } from './form-parts.ts';
import { type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { errorLine, type FormPage, mirrorScript, tokenField } from './login-page.ts';
import { checkScript, type PasswordRules, passwordChecks } from './password-checks.ts';

/** An attribute that the page asks for. */
export interface SignUpField {
  readonly name: string;
  /** What was typed before. */
  readonly value: string;
}

export interface SignUpPage extends FormPage {
  readonly username: string;
  readonly nameLabel: string;
  readonly attributes: readonly SignUpField[];
  readonly rules: PasswordRules;
  /** The address of the sign-in page. */
  readonly signIn: string;
  /** What people agree to by signing up; undefined where the client has not both documents. */
  readonly terms: SignUpTerms | undefined;
}

type SignUpTerms = Readonly<Record<'terms-of-use' | 'privacy-policy', { readonly address: string }>>;

const kinds: Readonly<Record<string, { readonly type: string; readonly placeholder: string; readonly fills: string }>> =
  {
    email: { type: 'email', placeholder: 'name@host.com', fills: 'email' },
    phone_number: { type: 'tel', placeholder: '+12345678900', fills: 'tel' },
  };

const attributeField = ({ name, value }: SignUpField): Html => {
  const { type, placeholder, fills } = kinds[name] ?? { type: 'text', placeholder: attributeLabel(name), fills: 'off' };
  const asked = `requiredAttributes[${name}]`;
  return field({ name: asked, label: attributeLabel(name), type, placeholder, value, autocomplete: fills });
};

const legalText = ({ 'terms-of-use': use, 'privacy-policy': privacy }: SignUpTerms): Html =>
  html`<p class="legalText-customizable">By signing up, you agree to our <a href="${use.address}">Terms of use</a> and <a href="${privacy.address}">Privacy policy</a>.</p>`;

const form = (page: SignUpPage): Html =>
  html`<form name="signupform" action="${page.action}" method="post" class="cognito-asf">${tokenField(page)}
<h1><span class="textDescription-customizable">Sign up with a new account</span></h1>
${errorLine(page)}
${field({
  name: 'username',
  label: page.nameLabel,
  placeholder: page.nameLabel === 'Email' ? 'name@host.com' : page.nameLabel,
  value: page.username,
  autocomplete: 'username',
})}
${page.attributes.map(attributeField)}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' })}
${passwordChecks(page.rules)}
${page.terms && legalText(page.terms)}
<button name="signUpButton" type="submit" class="btn btn-primary signUpButton submitButton-customizable">Sign up</button>
<p class="redirect-customizable"><span>Already have an account?</span>&nbsp;<a href="${page.signIn}">Sign in</a></p>
</form>`;

const copy = (page: SignUpPage, classes: string): Html =>
  html`<div class="modal-content background-customizable ${classes}">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">
${form(page)}
</div>
</div>`;

/** Sign-up by name, password, and the attributes that the pool requires. Here, the wide copy of the form comes first. */
export const signUpPage = (page: SignUpPage): Page =>
  layout(
    page.nonce,
    'Signup',
    html`<div class="container"><div class="modal-dialog">
${copy(page, 'modal-content-desktop visible-md visible-lg')}
${copy(page, 'modal-content-mobile visible-xs visible-sm')}
</div></div>`,
    mirrorScript + checkScript,
  );
