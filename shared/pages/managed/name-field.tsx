import type { NamedPage } from '../classic/form-parts.tsx';
import { Field } from './form-parts.tsx';
import type { Managed } from './managed.ts';

interface NameProps {
  readonly managed: Managed;
  readonly page: Pick<NamedPage, 'username' | 'knowsUsername'>;
  readonly complaint: string | undefined;
}

/** The name that a form is about: hidden where it is known. */
export const NameField = ({ managed: { name }, page, complaint }: NameProps) =>
  page.knowsUsername ? (
    <input type="hidden" name="username" value={page.username} />
  ) : (
    <Field
      name="username"
      label={name.label}
      value={page.username}
      autocomplete="username"
      inputmode={name.kind}
      complaint={complaint}
    />
  );
