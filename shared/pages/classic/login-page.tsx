/** The page of the classic sign-in form: its ids, names and order are what scripts and tests of apps look for. */
import type { VNode } from 'preact';
import { Input } from '../input.ts';
import type { FormPage, Page } from '../page.ts';
import { Copies } from './copies.tsx';
import { ErrorLine, LinkButton, showPassword, TokenField } from './form-parts.tsx';

export interface LoginPage extends FormPage {
  /** What stands in the field for the name. */
  readonly username: string;
  /** The kinds of name that the pool takes, such as `Email`. */
  readonly nameLabel: string;
  /** True where users can begin with something other than a password. */
  readonly offersChoice: boolean;
  /** What users can begin with, by the names of the API. */
  readonly factors: readonly string[];
  /** What went well before. */
  readonly notice?: 'passwordChanged' | 'confirmed' | undefined;
  /** What a browser needs to offer passkeys beside the field for the name, and what the form brings back of it. */
  readonly passkeyOptions?: string | undefined;
  readonly passkeyOffer?: string | undefined;
  /** The addresses of other pages; undefined where the pool has none. */
  readonly signUp: string | undefined;
  readonly forgotPassword: string | undefined;
}

const Username = ({ username, nameLabel }: LoginPage) => (
  <div>
    <label for="signInFormUsername" class="label-customizable">
      {nameLabel}
    </label>
    <div>
      <input
        id="signInFormUsername"
        name="username"
        type="text"
        class="form-control inputField-customizable"
        placeholder={nameLabel}
        autocapitalize="none"
        autocomplete="username"
        value={username}
        required
        aria-label="username"
      />
    </div>
  </div>
);

const Password = () => (
  <div>
    <label for="signInFormPassword" class="label-customizable">
      Password
    </label>
    <div>
      <input
        id="signInFormPassword"
        name="password"
        type="password"
        class="form-control inputField-customizable"
        placeholder="Password"
        autocomplete="current-password"
        aria-label="password"
        data-switch={showPassword}
      />
    </div>
  </div>
);

const Form = (page: LoginPage) => (
  <form action={page.action} method="post" name="cognitoSignInForm" class="cognito-asf">
    <TokenField formToken={page.formToken} />
    <ErrorLine error={page.error} />
    <span class="textDescription-customizable">Sign in with your username and password</span>
    <Username {...page} />
    <Password />
    {page.forgotPassword !== undefined && (
      <p>
        <a class="redirect-customizable" href={page.forgotPassword}>
          Forgot your password?
        </a>
      </p>
    )}
    <input type="hidden" name="cognitoAsfData" value="" />
    <Input
      name="signInSubmitButton"
      type="Submit"
      value="Sign in"
      class="btn btn-primary submitButton-customizable"
      aria-label="submit"
    />
    {page.offersChoice && (
      <p class="redirect-customizable">
        <LinkButton name="otherWay" value="true" label="Sign in without a password" />
      </p>
    )}
    {page.signUp !== undefined && (
      <p class="redirect-customizable">
        <span>Need an account?</span>&nbsp;<a href={page.signUp}>Sign up</a>
      </p>
    )}
  </form>
);

// Scripts find the form by its place: in the third element of the second one in the body, two levels down.
const Columns = ({ children }: { readonly children: VNode }) => (
  <>
    <div />
    <div>
      <div />
      <div />
      <div>
        <div>
          <div>{children}</div>
        </div>
      </div>
    </div>
  </>
);

/** Sign-in by name and password. The narrow copy of the form comes first, as on Cognito's page. */
export const loginPage = (page: LoginPage): Page => ({
  title: 'Signin',
  body: (
    <Copies order={['narrow', 'wide']}>
      {() => (
        <Columns>
          <Form {...page} />
        </Columns>
      )}
    </Copies>
  ),
});
