/** The page of the classic sign-in form: its ids, names and order are what scripts and tests of apps look for. */
import { type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';

/** What every page with a form says. */
export interface FormPage {
  readonly nonce: string;
  /** Where the form is posted: the path with the query of the request. */
  readonly action: string;
  readonly formToken: string;
  readonly error: string | undefined;
}

export interface LoginPage extends FormPage {
  /** What stands in the field for the name. */
  readonly username: string;
  /** The kinds of name that the pool takes, such as `Email`. */
  readonly nameLabel: string;
  /** True where users can begin with something other than a password. */
  readonly offersChoice: boolean;
  /** The addresses of other pages; undefined where the pool has none. */
  readonly signUp: string | undefined;
  readonly forgotPassword: string | undefined;
}

/** The hidden field that proves that the form is our own. It comes first: scripts read it there. */
export const tokenField = ({ formToken }: Pick<FormPage, 'formToken'>): Html =>
  html`<input type="hidden" name="_csrf" value="${formToken}"/>`;

export const errorLine = ({ error }: Pick<FormPage, 'error'>): Html | false =>
  error !== undefined && html`<p id="loginErrorMessage" class="errorMessage-customizable">${error}</p>`;

const form = (
  page: LoginPage,
): Html => html`<form action="${page.action}" method="post" name="cognitoSignInForm" class="cognito-asf">${tokenField(page)}
${errorLine(page)}
<span class="textDescription-customizable">Sign in with your username and password</span>
<div><label for="signInFormUsername" class="label-customizable">${page.nameLabel}</label>
<div><input id="signInFormUsername" name="username" type="text" class="form-control inputField-customizable" placeholder="${page.nameLabel}" autocapitalize="none" autocomplete="username" value="${page.username}" required aria-label="username"></div></div>
<div><label for="signInFormPassword" class="label-customizable">Password</label>
<div><input id="signInFormPassword" name="password" type="password" class="form-control inputField-customizable" placeholder="Password" autocomplete="current-password" aria-label="password"></div></div>
${page.forgotPassword !== undefined && html`<p><a class="redirect-customizable" href="${page.forgotPassword}">Forgot your password?</a></p>`}
<input type="hidden" name="cognitoAsfData" value=""/>
<input name="signInSubmitButton" type="Submit" value="Sign in" class="btn btn-primary submitButton-customizable" aria-label="submit"/>
${page.offersChoice && html`<p class="redirect-customizable"><button name="otherWay" value="true" class="link" formnovalidate>Sign in without a password</button></p>`}
${page.signUp !== undefined && html`<p class="redirect-customizable"><span>Need an account?</span>&nbsp;<a href="${page.signUp}">Sign up</a></p>`}
</form>`;

const copy = (
  page: LoginPage,
  classes: string,
): Html => html`<div class="modal-content background-customizable modal-content-mobile ${classes}">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">
<div></div>
<div>
<div></div>
<div></div>
<div><div><div>
${form(page)}
</div></div></div>
</div>
</div>
</div>`;

/** Has the two copies of a form hold the same values, whichever is seen. */
export const mirrorScript = `
document.addEventListener('input',function(event){
  document.getElementsByName(event.target.name).forEach(function(other){
    if(other!==event.target&&other.type!=='hidden')other.value=event.target.value;
  });
});`;

/** Sign-in by name and password. The narrow copy of the form comes first, as on Cognito's page. */
export const loginPage = (page: LoginPage): Page =>
  layout(
    page.nonce,
    'Signin',
    html`<div class="container"><div class="modal-dialog">
${copy(page, 'visible-xs visible-sm')}
${copy(page, 'visible-md visible-lg')}
</div></div>`,
    mirrorScript,
  );
