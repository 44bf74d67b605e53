/** Parts that the classic pages with forms have in common. */
import type { ComponentChildren, VNode } from 'preact';
import { Input, type InputType } from '../input.ts';
import type { FormPage } from '../page.ts';
import { Copies } from './copies.tsx';

/** The hidden field that proves that the form is our own. It comes first: scripts read it there. */
export const TokenField = ({ formToken }: Pick<FormPage, 'formToken'>) => (
  <input type="hidden" name="_csrf" value={formToken} />
);

export const ErrorLine = ({ error }: Pick<FormPage, 'error'>) =>
  error === undefined ? null : (
    <p id="loginErrorMessage" class="errorMessage-customizable" role="alert">
      {error}
    </p>
  );

/** `given_name` is shown as `Given name`, as on Cognito's pages. */
const attributeLabel = (name: string): string => {
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

type Keyboard = 'email' | 'numeric' | 'tel';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: InputType;
  readonly id?: string;
  readonly value?: string | undefined;
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly inputmode?: Keyboard | undefined;
  /** What the box beside the field says, which the script puts there. */
  readonly toggle?: string | undefined;
}

/** What the box beside a field for a password says. */
export const showPassword = 'Show password';

/** A field that has to be filled in, with its label. It also has its name itself: the label may be of the other copy. */
export const Field = ({
  name,
  label,
  type = 'text',
  id = name,
  value = '',
  autocomplete = 'off',
  placeholder = label,
  inputmode,
  toggle = type === 'password' ? showPassword : undefined,
}: FieldProps) => (
  <div>
    <label for={id} class="label-customizable">
      {label}
    </label>
    <div>
      <Input
        id={id}
        name={name}
        type={type}
        class="form-control inputField-customizable"
        placeholder={placeholder}
        autocapitalize="none"
        autocomplete={autocomplete}
        value={value}
        required
        aria-label={label}
        inputmode={inputmode}
        data-switch={toggle}
      />
    </div>
  </div>
);

/** The field of a code that was sent. */
export const CodeField = ({ value }: { readonly value?: string | undefined }) => (
  <Field
    name="code"
    id="verification_code"
    label="Verification code"
    value={value}
    autocomplete="one-time-code"
    inputmode="numeric"
  />
);

interface AttributeKind {
  readonly type?: InputType;
  readonly placeholder?: string;
  /** What browsers fill in: the autofill field of the HTML standard. */
  readonly fills: string;
}

// A map, as pages bring names back, and an object would also know `constructor`.
const kinds: ReadonlyMap<string, AttributeKind> = new Map([
  ['address', { fills: 'street-address' }],
  ['birthdate', { fills: 'bday' }],
  ['email', { type: 'email', placeholder: 'name@host.com', fills: 'email' }],
  ['family_name', { fills: 'family-name' }],
  ['gender', { fills: 'sex' }],
  ['given_name', { fills: 'given-name' }],
  ['middle_name', { fills: 'additional-name' }],
  ['name', { fills: 'name' }],
  ['nickname', { fills: 'nickname' }],
  ['phone_number', { type: 'tel', placeholder: '+12345678900', fills: 'tel' }],
  ['website', { fills: 'url' }],
]);

/** The name of the field for an attribute. */
export const attributeField = (name: string): string => `requiredAttributes[${name}]`;

interface AttributeFieldProps {
  readonly name: string;
  /** What was typed before. */
  readonly value: string | undefined;
}

/** The field of an attribute that the pool requires. */
export const AttributeField = ({ name, value }: AttributeFieldProps) => {
  const { fills, ...look } = kinds.get(name) ?? { fills: 'off' };
  return (
    <Field name={attributeField(name)} label={attributeLabel(name)} value={value} autocomplete={fills} {...look} />
  );
};

/** Whom a form is about. */
export interface NamedPage extends FormPage {
  readonly username: string;
  /** False where the page has to ask for it. */
  readonly knowsUsername: boolean;
  readonly nameLabel: string;
}

/** The name that a form is about: hidden where it is known. */
export const NameField = ({ username, knowsUsername, nameLabel }: NamedPage) =>
  knowsUsername ? (
    <input type="hidden" name="username" value={username} />
  ) : (
    <Field name="username" label={nameLabel} value={username} autocomplete="username" />
  );

/** What a page is about: its heading, though automation looks for a span. */
export const Say = ({ children }: { readonly children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: tests of apps look for a span.
  <span class="textDescription-customizable" role="heading" aria-level={1}>
    {children}
  </span>
);

interface ButtonProps {
  readonly name: string;
  readonly value?: string;
  readonly label: string;
}

/** A button that posts the form. */
export const Submit = ({ name, value, label }: ButtonProps) => (
  <button name={name} type="submit" value={value} class="btn btn-primary submitButton-customizable">
    {label}
  </button>
);

/** A button that looks like a link, and posts the form even if it is not filled in: to `to`, or to where the form goes. */
export const LinkButton = ({ name, value, label, to }: ButtonProps & { readonly to?: string }) => (
  <button type="submit" name={name} value={value} class="link" formaction={to} formnovalidate>
    {label}
  </button>
);

/** Asks for another code. */
export const Resend = ({ to }: { readonly to: string }) => (
  <p class="redirect-customizable">
    <span>Didn't receive a code?</span> <LinkButton name="resend" label="Resend it" to={to} />
  </p>
);

interface TwoFormsProps {
  readonly page: FormPage;
  readonly name: string;
  /** What a script of the page reads, as JSON. */
  readonly options?: string | undefined;
  readonly children: () => VNode;
}

/** A dialog with one form, in both copies. The wide one comes first. */
export const TwoForms = ({ page, name, options, children }: TwoFormsProps) => (
  <Copies order={['wide', 'narrow']}>
    {() => (
      <form action={page.action} method="post" name={name} class="cognito-asf" data-options={options}>
        <TokenField formToken={page.formToken} />
        <ErrorLine error={page.error} />
        {children()}
      </form>
    )}
  </Copies>
);
