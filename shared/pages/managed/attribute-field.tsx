import type { InputType } from '../input.ts';
import type { Texts } from '../texts/texts.ts';
import { Field } from './form-parts.tsx';

interface Kind {
  readonly type?: InputType;
  /** What browsers fill in: HTML section 4.10.18.7. */
  readonly fills: string;
  readonly hint?: 'hint.phone' | 'hint.birthdate';
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['address', { fills: 'street-address' }],
  ['birthdate', { type: 'date', fills: 'bday', hint: 'hint.birthdate' }],
  ['email', { type: 'email', fills: 'email' }],
  ['family_name', { fills: 'family-name' }],
  ['gender', { fills: 'sex' }],
  ['given_name', { fills: 'given-name' }],
  ['locale', { fills: 'language' }],
  ['middle_name', { fills: 'additional-name' }],
  ['name', { fills: 'name' }],
  ['nickname', { fills: 'nickname' }],
  ['phone_number', { type: 'tel', fills: 'tel', hint: 'hint.phone' }],
  ['picture', { type: 'url', fills: 'photo' }],
  ['preferred_username', { fills: 'username' }],
  ['profile', { type: 'url', fills: 'url' }],
  ['website', { type: 'url', fills: 'url' }],
]);

interface AttributeProps {
  readonly texts: Texts;
  readonly name: string;
  readonly value: string | undefined;
  readonly complaint: string | undefined;
  /** What the field is called in the form. */
  readonly field?: string;
  readonly isOptional?: boolean;
}

/** A field for an attribute: one that the pool requires, unless it is said to be optional. */
export const AttributeField = ({
  texts,
  name,
  value,
  complaint,
  field = `requiredAttributes[${name}]`,
  isOptional = false,
}: AttributeProps) => {
  const { type = 'text', fills, hint } = kinds.get(name) ?? { fills: 'off' };
  return (
    <Field
      name={field}
      isOptional={isOptional}
      label={texts.attribute(name)}
      type={type}
      value={value}
      autocomplete={fills}
      hint={hint && texts.say(hint)}
      complaint={complaint}
    />
  );
};
