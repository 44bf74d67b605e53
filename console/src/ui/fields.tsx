/** Fields of forms. Each has a label, and one sentence on what it does. */
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import Toggle from '@cloudscape-design/components/toggle';
import type { ReactNode } from 'react';

interface Field<Value> {
  readonly label: string;
  readonly description?: ReactNode;
  readonly constraint?: ReactNode;
  readonly error?: ReactNode;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
}

interface TextField extends Field<string> {
  readonly type?: 'text' | 'password' | 'email' | 'url' | 'number';
  readonly placeholder?: string;
}

const surround = ({ label, description, constraint, error }: Omit<Field<never>, 'value' | 'onChange'>) => ({
  label,
  description,
  constraintText: constraint,
  errorText: error,
});

/** One line of text. Browsers fill in nothing by themselves. */
export const TextField = ({
  value,
  onChange,
  disabled = false,
  type = 'text',
  placeholder = '',
  ...rest
}: TextField) => (
  <FormField {...surround(rest)}>
    <Input
      value={value}
      type={type}
      placeholder={placeholder}
      disabled={disabled}
      autoComplete={type === 'password' ? 'new-password' : false}
      onChange={({ detail }) => onChange(detail.value)}
    />
  </FormField>
);

/** Several lines of text. */
export const LongTextField = ({
  value,
  onChange,
  disabled = false,
  rows = 4,
  ...rest
}: Field<string> & { rows?: number }) => (
  <FormField stretch {...surround(rest)}>
    <Textarea value={value} rows={rows} disabled={disabled} onChange={({ detail }) => onChange(detail.value)} />
  </FormField>
);

/** A whole number; undefined for an empty field. */
export const NumberField = ({ value, onChange, ...rest }: Field<number | undefined>) => (
  <TextField
    {...rest}
    type="number"
    value={value === undefined ? '' : String(value)}
    onChange={(text) => onChange(text === '' ? undefined : Number(text))}
  />
);

/** One of several choices, with the sentence of each. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label?: string;
  readonly description?: string;
}

interface ChoiceField<Value extends string> extends Field<Value> {
  readonly choices: readonly Choice<Value>[];
}

export const ChoiceField = <Value extends string>({
  value,
  onChange,
  disabled = false,
  choices,
  ...rest
}: ChoiceField<Value>) => {
  const options = choices.map(({ value: own, label = own, description }) => ({
    value: own,
    label,
    ...(description && { description }),
  }));
  return (
    <FormField {...surround(rest)}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        disabled={disabled}
        onChange={({ detail }) => {
          const chosen = choices.find((choice) => choice.value === detail.selectedOption.value);
          if (chosen) onChange(chosen.value);
        }}
      />
    </FormField>
  );
};

/** Yes or no. */
export const SwitchField = ({ value, onChange, disabled = false, label, description, error }: Field<boolean>) => (
  <FormField errorText={error}>
    <Toggle
      checked={value}
      disabled={disabled}
      description={description}
      onChange={({ detail }) => onChange(detail.checked)}
    >
      {label}
    </Toggle>
  </FormField>
);

/** A list of texts, one a line. */
export const LinesField = ({ value, onChange, ...rest }: Field<readonly string[]>) => (
  <LongTextField
    {...rest}
    rows={Math.min(Math.max(value.length + 1, 2), 8)}
    value={value.join('\n')}
    onChange={(text) => onChange(text === '' ? [] : text.split('\n'))}
  />
);
