/** Forms for documents of settings: each member has its label, what it does, Cognito's default, and what changes for users. */

import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ChoiceField, LinesField, LongTextField, NumberField, SwitchField, TextField } from '../../ui/fields.tsx';

/** How a member is edited. `json` is for what has members of its own. */
export type Kind =
  | { readonly as: 'text' | 'long' | 'number' | 'switch' | 'lines' | 'json' }
  | { readonly as: 'choice' | 'several'; readonly of: readonly string[] };

/** What a form says about a member. */
export interface Setting<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** What it does, in a sentence, and what changes for users. */
  readonly about: string;
  /** What Cognito does where nothing is set. */
  readonly usual: string;
  readonly kind: Kind;
}

/** Settings that belong together. */
export interface SettingGroup<Name extends string> {
  readonly title: string;
  readonly settings: readonly Setting<Name>[];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const linesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

interface JsonProps {
  readonly label: string;
  readonly description: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A document, as JSON. What is no JSON stays in the field, and is not taken. */
export const JsonField = ({
  label,
  description,
  value,
  onChange,
  rows = 6,
}: JsonProps & { readonly rows?: number }) => {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [error, setError] = useState<string>();
  const take = (typed: string): void => {
    setText(typed);
    try {
      onChange(typed.trim() === '' ? undefined : JSON.parse(typed));
      setError(undefined);
    } catch (failure) {
      setError(failure instanceof Error ? `This is no JSON: ${failure.message}` : 'This is no JSON.');
    }
  };
  return (
    <LongTextField label={label} description={description} value={text} rows={rows} error={error} onChange={take} />
  );
};

interface FieldProps {
  readonly setting: Setting<string>;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const SeveralField = ({ setting, value, onChange, of }: FieldProps & { readonly of: readonly string[] }) => {
  const options = of.map((one) => ({ value: one, label: one }));
  const chosen = linesOf(value);
  return (
    <FormField label={setting.label} description={setting.about} constraintText={setting.usual}>
      <Multiselect
        options={options}
        selectedOptions={chosen.map((one) => ({ value: one, label: one }))}
        placeholder="Choose"
        deselectAriaLabel={({ label }) => `Take ${label} away`}
        onChange={({ detail }) => onChange(detail.selectedOptions.flatMap((option) => option.value ?? []))}
      />
    </FormField>
  );
};

const Field = ({ setting, value, onChange }: FieldProps) => {
  const { label, about: description, usual: constraint, kind } = setting;
  const named = { label, description, constraint };
  switch (kind.as) {
    case 'text':
      return (
        <TextField {...named} value={textOf(value)} onChange={(text) => onChange(text === '' ? undefined : text)} />
      );
    case 'long':
      return (
        <LongTextField {...named} value={textOf(value)} onChange={(text) => onChange(text === '' ? undefined : text)} />
      );
    case 'number':
      return <NumberField {...named} value={typeof value === 'number' ? value : undefined} onChange={onChange} />;
    case 'switch':
      return (
        <SwitchField
          label={label}
          description={`${description} ${constraint}`}
          value={value === true}
          onChange={onChange}
        />
      );
    case 'lines':
      return <LinesField {...named} value={linesOf(value)} onChange={(lines) => onChange([...lines])} />;
    case 'json':
      return <JsonField label={label} description={`${description} ${constraint}`} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <ChoiceField
          {...named}
          value={textOf(value)}
          choices={kind.of.map((one) => ({ value: one, label: one === '' ? 'As usual' : one }))}
          onChange={(chosen) => onChange(chosen === '' ? undefined : chosen)}
        />
      );
    default:
      return <SeveralField setting={setting} value={value} onChange={onChange} of={kind.of} />;
  }
};

interface Props<Doc extends object> {
  readonly groups: readonly SettingGroup<Extract<keyof Doc, string>>[];
  readonly document: Doc;
  readonly onChange: (document: Doc) => void;
}

/** The members of a document, in groups. */
export const SettingFields = <Doc extends object>({ groups, document, onChange }: Props<Doc>) => (
  <SpaceBetween size="l">
    {groups.map(({ title, settings }) => (
      <Container key={title} header={<Header variant="h2">{title}</Header>}>
        <SpaceBetween size="l">
          {settings.map((setting) => (
            <Field
              key={setting.name}
              setting={setting}
              value={document[setting.name]}
              onChange={(value) => onChange({ ...document, [setting.name]: value })}
            />
          ))}
        </SpaceBetween>
      </Container>
    ))}
  </SpaceBetween>
);
