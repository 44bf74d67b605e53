import type { FormPage, Page } from '../page.ts';
import { Field, LinkButton, Say, Submit, TwoForms } from './form-parts.tsx';

export interface LinkAccountPage extends FormPage {
  /** Through which provider the user comes, and as whom. */
  readonly provider: string;
  readonly account: string;
  /** What stands in the field for the name. */
  readonly username: string;
  /** The kinds of name that the pool takes, such as `Email`. */
  readonly nameLabel: string;
  /** True where users can begin with something other than a password. */
  readonly offersChoice: boolean;
  /** The address of that page; undefined where the pool has none. */
  readonly forgotPassword: string | undefined;
}

/** The page that asks for an account which is then linked with that of a provider. */
export const linkAccountPage = (page: LinkAccountPage): Page => ({
  title: 'Link account',
  body: (
    <TwoForms page={page} name="linkAccountForm">
      {() => (
        <>
          <Say>
            You came through {page.provider} as {page.account}. If you already have an account here, sign in to it to
            connect the two.
          </Say>
          <Field name="username" label={page.nameLabel} value={page.username} autocomplete="username" />
          <Field name="password" label="Password" type="password" autocomplete="current-password" />
          {page.forgotPassword !== undefined && (
            <p>
              <a class="redirect-customizable" href={page.forgotPassword}>
                Forgot your password?
              </a>
            </p>
          )}
          <Submit name="linkAccount" value="true" label="Sign in and connect" />
          {page.offersChoice && (
            <p class="redirect-customizable">
              <LinkButton name="otherWay" value="true" label="Sign in without a password" />
            </p>
          )}
          <p class="redirect-customizable">
            <span>No account here?</span>&nbsp;
            <LinkButton name="newAccount" value="true" label="Continue with a new account" />
          </p>
        </>
      )}
    </TwoForms>
  ),
});
