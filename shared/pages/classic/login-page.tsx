/** The page of the classic sign-in form: its ids, names and order are what scripts and tests of apps look for. */
import type { VNode } from 'preact';
import { Input } from '../input.ts';
import type { FormPage, Page } from '../page.ts';
import { Copies } from './copies.tsx';
import { ErrorLine, LinkButton, Say, showPassword, TokenField } from './form-parts.tsx';

/** An identity provider as a page offers it. */
export interface PageProvider {
  readonly name: string;
  readonly label: string;
  readonly isSocial: boolean;
}

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
  /** Where users may come from instead. */
  readonly providers: readonly PageProvider[];
  /** False where they may come from there alone. */
  readonly takesNames: boolean;
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
    <Say>Sign in with your username and password</Say>
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

// A form of its own for each, so that none posts what stands in the fields for name and password.
const Provider = ({ page, provider }: { readonly page: LoginPage; readonly provider: PageProvider }) => {
  const { name, label } = provider;
  return (
    <form action={page.action} method="post" name="loginWithIdentityProvider">
      <TokenField formToken={page.formToken} />
      {provider.isSocial ? (
        <button type="submit" name="identityProvider" value={name} class="btn socialButton-customizable">
          Continue with {label}
        </button>
      ) : (
        <Input
          name="identityProvider"
          type="submit"
          value={name}
          class="btn idpButton-customizable"
          aria-label={name}
        />
      )}
    </form>
  );
};

const Providers = ({ page, providers }: { readonly page: LoginPage; readonly providers: readonly PageProvider[] }) =>
  providers.length === 0 ? (
    <div />
  ) : (
    <div>
      {providers.some(({ isSocial }) => !isSocial) && (
        <span class="idpDescription-customizable">Sign in with your corporate ID</span>
      )}
      {providers.map((provider) => (
        <Provider page={page} provider={provider} />
      ))}
    </div>
  );

// Scripts find the form by its place: in the third element of the second one in the body, two levels down.
const Columns = ({ page, children }: { readonly page: LoginPage; readonly children: VNode }) => (
  <>
    <div />
    <div>
      <Providers page={page} providers={page.providers.filter(({ isSocial }) => isSocial)} />
      <Providers page={page} providers={page.providers.filter(({ isSocial }) => !isSocial)} />
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
      {() => <Columns page={page}>{page.takesNames ? <Form {...page} /> : <ErrorLine error={page.error} />}</Columns>}
    </Copies>
  ),
});
