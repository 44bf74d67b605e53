/** Parts that the classic pages with forms have in common. */
import type { ComponentChildren } from 'preact';
import { Input, type InputType } from '../input.ts';
import { Dialog } from '../layout.tsx';
import type { FormPage } from '../page.ts';

/** The hidden field that proves that the form is our own. It comes first: scripts read it there. */
export const TokenField = ({ formToken }: Pick<FormPage, 'formToken'>) => (
  <input type="hidden" name="_csrf" value={formToken} />
);

export const ErrorLine = ({ error }: Pick<FormPage, 'error'>) =>
  error === undefined ? null : (
    <p id="loginErrorMessage" class="errorMessage-customizable">
      {error}
    </p>
  );

/** `given_name` is shown as `Given name`, as on Cognito's pages. */
export const attributeLabel = (name: string): string => {
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: InputType;
  readonly id?: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly placeholder?: string;
}

/** A field that has to be filled in, with its label. */
export const Field = ({
  name,
  label,
  type = 'text',
  id = name,
  value = '',
  autocomplete = 'off',
  placeholder = label,
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
      />
    </div>
  </div>
);

/** The field of a code that was sent. */
export const CodeField = () => (
  <Field name="code" id="verification_code" label="Verification code" autocomplete="one-time-code" />
);

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

export const Say = ({ children }: { readonly children: ComponentChildren }) => (
  <span class="textDescription-customizable">{children}</span>
);

/** A button that posts the form. */
export const Submit = ({ name, label }: { readonly name: string; readonly label: string }) => (
  <button name={name} type="submit" class="btn btn-primary submitButton-customizable">
    {label}
  </button>
);

interface OneFormProps {
  readonly page: FormPage;
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A dialog with one form. */
export const OneForm = ({ page, name, children }: OneFormProps) => (
  <Dialog>
    <form action={page.action} method="post" name={name}>
      <TokenField formToken={page.formToken} />
      <ErrorLine error={page.error} />
      {children}
    </form>
  </Dialog>
);
