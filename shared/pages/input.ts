import { createElement } from 'preact';

/** What a field takes, as browsers know it. */
export type InputType = 'date' | 'email' | 'password' | 'tel' | 'text' | 'url';

interface InputProps {
  readonly id?: string;
  readonly name: string;
  /** `Submit` with its capital letter is what scripts look for on the classic sign-in page. */
  readonly type: InputType | 'Submit' | 'submit' | 'hidden' | 'radio';
  readonly value?: string;
  readonly class?: string;
  readonly placeholder?: string;
  readonly autocapitalize?: 'none';
  readonly autocomplete?: string;
  readonly spellcheck?: boolean;
  readonly inputmode?: 'email' | 'numeric' | 'tel' | 'text' | undefined;
  /** What the box says that the script puts beside the field: it shows a password, or lets a code have letters. */
  readonly 'data-switch'?: string | undefined;
  readonly required?: boolean;
  readonly checked?: boolean;
  readonly autofocus?: boolean | undefined;
  readonly 'aria-label'?: string;
  readonly 'aria-invalid'?: 'true' | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'data-rules'?: string | undefined;
}

/** A field. Its attributes are written in the order in which they are given. It is no JSX, whose types want one of each. */
export const Input = (props: InputProps) => createElement('input', props);
