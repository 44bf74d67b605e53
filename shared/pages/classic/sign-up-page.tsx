/** The page of the classic sign-up form. */

import type { FormPage, Page } from '../page.ts';
import { Copies } from './copies.tsx';
import { AttributeField, ErrorLine, Field, TokenField } from './form-parts.tsx';
import { PasswordChecks, type PasswordRules } from './password-checks.tsx';

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

interface SignUpTerms {
  readonly links: Readonly<Record<'terms-of-use' | 'privacy-policy', { readonly address: string }>>;
  /** What the form says of their versions. */
  readonly mark: string;
}

const LegalText = ({ links, mark }: SignUpTerms) => (
  <>
    <input type="hidden" name="terms" value={mark} />
    <p class="legalText-customizable">
      By signing up, you agree to our <a href={links['terms-of-use'].address}>Terms of use</a> and{' '}
      <a href={links['privacy-policy'].address}>Privacy policy</a>.
    </p>
  </>
);

const Form = (page: SignUpPage) => (
  <form name="signupform" action={page.action} method="post" class="cognito-asf">
    <TokenField formToken={page.formToken} />
    <h1>
      <span class="textDescription-customizable">Sign up with a new account</span>
    </h1>
    <ErrorLine error={page.error} />
    <Field
      name="username"
      label={page.nameLabel}
      placeholder={page.nameLabel === 'Email' ? 'name@host.com' : page.nameLabel}
      value={page.username}
      autocomplete="username"
    />
    {page.attributes.map((attribute) => (
      <AttributeField {...attribute} />
    ))}
    <Field name="password" label="Password" type="password" autocomplete="new-password" />
    <PasswordChecks rules={page.rules} />
    {page.terms && <LegalText {...page.terms} />}
    <button name="signUpButton" type="submit" class="btn btn-primary signUpButton submitButton-customizable">
      Sign up
    </button>
    <p class="redirect-customizable">
      <span>Already have an account?</span>&nbsp;<a href={page.signIn}>Sign in</a>
    </p>
  </form>
);

/** Sign-up by name, password, and the attributes that the pool requires. Here, the wide copy of the form comes first. */
export const signUpPage = (page: SignUpPage): Page => ({
  title: 'Signup',
  body: <Copies order={['desktop', 'narrow']}>{() => <Form {...page} />}</Copies>,
});
