/** Parts that managed pages with forms have in common. */
import type { ComponentChildren } from 'preact';
import { Input, type InputType } from '../input.ts';
import type { FormPage } from '../page.ts';
import type { Texts } from '../texts/texts.ts';

interface FormProps {
  readonly page: FormPage;
  /** By which fields elsewhere on the page name it. */
  readonly id?: string;
  /** Such as `routes/login`, which scripts look for. */
  readonly route: string;
  /** What a browser needs to find a passkey, once the form is sent. */
  readonly options?: string | undefined;
  /** What a browser needs to offer passkeys beside the field for the name. */
  readonly offer?: string | undefined;
  /** What a browser needs to create a passkey, once the form is sent. */
  readonly creation?: string | undefined;
  readonly children: ComponentChildren;
}

/** A form of a page. What its hidden fields are called is what scripts look for. */
export const Form = ({ page, id, route, options, offer, creation, children }: FormProps) => (
  <form
    id={id}
    action={page.action}
    method="post"
    data-route={route}
    data-options={options}
    data-offer={offer}
    data-creation={creation}
  >
    <input type="hidden" name="csrf" value={page.formToken} />
    <input type="hidden" name="cognitoAsfData" value="" />
    <input type="hidden" name="plain" value="1" />
    {children}
  </form>
);

interface PasskeyPartsProps {
  readonly texts: Texts;
  /** What is said where the browser gave nothing. */
  readonly failed: string;
  readonly action: string;
}

/** What a form has that the script fills in by a passkey, with what may be wrong: its script shows that. */
export const PasskeyParts = ({ texts, failed, action }: PasskeyPartsProps) => (
  <>
    <input type="hidden" name="credential" value="" />
    <p class="alert" data-without-script>
      {texts.say('passkey.needsScript')}
    </p>
    <p class="alert" id="passkeyFailed" role="alert" hidden>
      {failed}
    </p>
    <p class="alert" id="passkeyUnsupported" role="alert" hidden>
      {texts.say('passkey.notSupported')}
    </p>
    <Submit label={action} />
  </>
);

/** What the page is about. */
export const Heading = ({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) => (
  <div class="heading">
    <h1>{title}</h1>
    {children}
  </div>
);

/** A sentence below the heading. */
export const Intro = ({ children }: { readonly children: ComponentChildren }) => <p class="intro">{children}</p>;

/** What is wrong with the whole form. It is announced. */
export const Alert = ({ messages }: { readonly messages: readonly string[] }) =>
  messages.length === 0 ? null : (
    <div class="alert" role="alert">
      {messages.map((message) => (
        <p>{message}</p>
      ))}
    </div>
  );

/** What went well before. */
export const Notice = ({ message }: { readonly message: string }) => (
  <div class="notice" role="status">
    <p>{message}</p>
  </div>
);

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: InputType;
  readonly value?: string | undefined;
  readonly autocomplete?: string;
  readonly inputmode?: 'email' | 'numeric' | 'tel' | 'text' | undefined;
  readonly hint?: string | undefined;
  readonly complaint?: string | undefined;
  readonly placeholder?: string;
  readonly isOptional?: boolean;
  /** The id of what tells the rules of a new password. */
  readonly rules?: string;
  readonly autofocus?: boolean | undefined;
}

// Names of fields have brackets, which are no help in ids.
const idOf = (name: string): string => `field-${name.replace(/[^\w-]/g, '-')}`;

/** A field with its label, a hint, and what is wrong with it, which is announced. */
export const Field = ({
  name,
  label,
  type = 'text',
  value = '',
  autocomplete = 'off',
  inputmode,
  hint,
  complaint,
  placeholder,
  isOptional = false,
  rules,
  autofocus,
}: FieldProps) => {
  const id = idOf(name);
  const described = [
    ...(complaint === undefined ? [] : [`${id}-error`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(rules === undefined ? [] : [rules]),
  ];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <Input
        id={id}
        name={name}
        type={type}
        value={value}
        autocapitalize="none"
        autocomplete={autocomplete}
        spellcheck={false}
        required={!isOptional}
        {...(placeholder !== undefined && { placeholder })}
        inputmode={inputmode}
        autofocus={autofocus}
        data-rules={rules}
        aria-invalid={complaint === undefined ? undefined : 'true'}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
      />
      {complaint !== undefined && (
        <p class="complaint" id={`${id}-error`} role="alert">
          {complaint}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};

type PasswordProps = Omit<FieldProps, 'type' | 'value' | 'inputmode'> & { readonly texts: Texts };

/** A field for a password, with a button that shows it. Without the script there is no such button. */
export const PasswordField = ({ texts, ...field }: PasswordProps) => (
  <div class="password">
    <Field {...field} type="password" />
    <button
      type="button"
      class="reveal"
      aria-controls={idOf(field.name)}
      aria-pressed="false"
      data-reveal={idOf(field.name)}
      data-hide={texts.say('action.hidePassword')}
      hidden
    >
      {texts.say('action.showPassword')}
    </button>
  </div>
);

interface CodeProps {
  readonly name: string;
  readonly texts: Texts;
  readonly complaint: string | undefined;
  readonly value?: string | undefined;
  readonly autofocus?: boolean;
}

/** A field for a code that was sent, or that an app shows. */
export const CodeField = ({ name, texts, complaint, value, autofocus = true }: CodeProps) => (
  <Field
    name={name}
    label={texts.say('label.code')}
    value={value}
    autocomplete="one-time-code"
    inputmode="numeric"
    complaint={complaint}
    autofocus={autofocus}
  />
);

interface SubmitProps {
  readonly label: string;
  readonly name?: string;
  readonly value?: string;
  /** What it is about, where several have the same label. */
  readonly about?: string;
}

/** The button that sends the form. */
export const Submit = ({ label, name = 'signInSubmitButton', value = label, about }: SubmitProps) => (
  <button type="submit" name={name} value={value} class="button primary" aria-label={about && `${label}: ${about}`}>
    {label}
  </button>
);

interface OtherProps {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  /** Where it posts to, if not where the form does. */
  readonly to?: string;
  /** True where it leaves the fields of the form out. */
  readonly isAside?: boolean;
  /** What it is about, where several have the same label. */
  readonly about?: string | undefined;
}

/** A button for another way. */
export const Other = ({ name, value, label, to, isAside = false, about }: OtherProps) => (
  <button
    type="submit"
    name={name}
    value={value}
    class="button secondary"
    formaction={to}
    formnovalidate={isAside}
    aria-label={about && `${label}: ${about}`}
  >
    {label}
  </button>
);

/** A line below the form that leads elsewhere. */
export const Elsewhere = ({ children }: { readonly children: ComponentChildren }) => (
  <p class="elsewhere">{children}</p>
);

/** A line between ways to go on. */
export const Or = ({ texts }: { readonly texts: Texts }) => (
  <p class="divider">
    <span>{texts.say('signIn.or')}</span>
  </p>
);
