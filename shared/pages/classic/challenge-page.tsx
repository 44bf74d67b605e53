/** The pages that ask for what a sign-in takes beside name and password. */
import type { VNode } from 'preact';
import type { InputType } from '../input.ts';
import type { FormPage, Page } from '../page.ts';
import { packQuestion, type Question } from '../question.ts';
import { AttributeField, attributeField, Field, Say, TwoForms } from './form-parts.tsx';
import type { PasswordRules } from './password-checks.tsx';

export interface ChallengePage extends FormPage {
  readonly question: Question;
  /** What was typed before, by the names of the fields. */
  readonly typed?: Readonly<Record<string, string>>;
  /** Of new passwords. */
  readonly rules?: PasswordRules;
}

const Submit = ({ label, value }: { readonly label: string; readonly value?: string }) => (
  <button
    id="signInButton"
    type="submit"
    {...(value !== undefined && { name: 'answer', value })}
    class="btn btn-primary submitButton-customizable"
  >
    {label}
  </button>
);

const framed = (page: ChallengePage, title: string, parts: () => VNode, options?: string): Page => ({
  title,
  body: (
    <TwoForms page={page} name="cognitoChallengeForm" options={options}>
      {() => (
        <>
          <input type="hidden" name="question" value={packQuestion(page.question)} />
          {parts()}
        </>
      )}
    </TwoForms>
  ),
});

const codeFrom = (page: ChallengePage): string => {
  const to = page.question.parameters.CODE_DELIVERY_DESTINATION;
  return to === undefined ? 'Enter the code that was sent to you.' : `Enter the code that was sent to ${to}.`;
};

const code = {
  name: 'authentication_code',
  label: 'Code',
  id: 'totpCodeInput',
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
} as const;

// A recovery code stands in for the code of a second factor.
const letters = 'The code has letters';

const codePage = (page: ChallengePage, text: string): Page =>
  framed(page, 'Code', () => (
    <>
      <Say>{text}</Say>
      <Field {...code} toggle={letters} />
      <Submit label="Sign in" />
    </>
  ));

// A map, as the form brings the names back, and an object would also know `constructor`.
const labels: ReadonlyMap<string, string> = new Map([
  ['EMAIL', 'Email address'],
  ['EMAIL_OTP', 'Code by e-mail'],
  ['PASSWORD', 'Password'],
  ['PHONE_NUMBER', 'Phone number'],
  ['SMS_MFA', 'Code by text message'],
  ['SMS_OTP', 'Code by text message'],
  ['SOFTWARE_TOKEN_MFA', 'Authenticator app'],
  ['WEB_AUTHN', 'Passkey'],
]);

const choicePage = (page: ChallengePage, text: string): Page =>
  framed(page, 'Sign in', () => (
    <>
      <Say>{text}</Say>
      {page.question.choices.map((choice) => (
        <Submit label={labels.get(choice) ?? choice} value={choice} />
      ))}
    </>
  ));

const newPasswordPage = (page: ChallengePage): Page =>
  framed(page, 'Change password', () => (
    <>
      <Say>Choose a new password.</Say>
      <Field name="new_password" label="New password" type="password" autocomplete="new-password" />
      {page.question.choices.map((name) => (
        <AttributeField name={name} value={page.typed?.[attributeField(name)]} />
      ))}
      <Submit label="Send" />
    </>
  ));

const passwordPage = (page: ChallengePage): Page =>
  framed(page, 'Signin', () => (
    <>
      <Say>Enter your password.</Say>
      <Field name="password" label="Password" type="password" autocomplete="current-password" />
      <Submit label="Sign in" />
    </>
  ));

const addressPage = (page: ChallengePage, name: 'EMAIL' | 'PHONE_NUMBER', type: InputType): Page =>
  framed(page, 'Set up', () => (
    <>
      <Say>A code will be sent there, now and at each sign-in.</Say>
      <Field name={name} label={labels.get(name) ?? name} type={type} value={page.typed?.[name]} autocomplete={type} />
      <Submit label="Send code" />
    </>
  ));

const softwareTokenPage = (page: ChallengePage, secret: string): Page =>
  framed(page, 'Set up', () => (
    <>
      <Say>Add this key to your authenticator app, and enter the code that it shows.</Say>
      <p id="totpSecret" class="secret">
        {secret}
      </p>
      <p>
        <a href={page.question.parameters.SECRET_URI ?? ''}>Open the app on this device</a>
      </p>
      <Field {...code} />
      <Submit label="Sign in" />
    </>
  ));

const passkeyPage = (page: ChallengePage): Page => ({
  ...framed(
    page,
    'Passkey',
    () => (
      <>
        <input type="hidden" name="credential" value="" />
        <Say>Sign in with a passkey of this device or of a security key.</Say>
        <noscript>
          <p class="errorMessage-customizable">A passkey needs JavaScript, which this browser does not run.</p>
        </noscript>
        <p id="passkeyFailed" class="errorMessage-customizable" role="alert" hidden>
          No passkey was used.
        </p>
        <Submit label="Sign in" />
      </>
    ),
    page.question.parameters.CREDENTIAL_REQUEST_OPTIONS,
  ),
});

/** The page that asks a challenge; undefined for one that pages do not ask. */
export const challengePage = (page: ChallengePage): Page | undefined => {
  const { challenge, parameters, choices } = page.question;
  switch (challenge) {
    case 'SMS_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return codePage(page, codeFrom(page));
    case 'SOFTWARE_TOKEN_MFA':
      return codePage(page, 'Enter the code of your authenticator app.');
    case 'SELECT_MFA_TYPE':
    case 'SELECT_CHALLENGE':
      return choicePage(page, 'Choose how to go on.');
    case 'NEW_PASSWORD_REQUIRED':
      return newPasswordPage(page);
    case 'PASSWORD':
      return passwordPage(page);
    case 'WEB_AUTHN':
      return passkeyPage(page);
    case 'MFA_SETUP':
      if (parameters.SECRET_CODE !== undefined) return softwareTokenPage(page, parameters.SECRET_CODE);
      if (choices.length > 1) return choicePage(page, 'Choose a second factor to set up.');
      return choices[0] === 'EMAIL_OTP'
        ? addressPage(page, 'EMAIL', 'email')
        : addressPage(page, 'PHONE_NUMBER', 'tel');
    default:
      return undefined;
  }
};
