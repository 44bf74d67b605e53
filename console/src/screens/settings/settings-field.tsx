import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import { type ReactNode, useState } from 'react';
import { ChoiceField, LinesField, LongTextField, NumberField, SwitchField, TextField } from '../../ui/fields.tsx';
import type { Field } from './field.ts';

interface Props {
  readonly field: Field;
  readonly value: unknown;
  /** Undefined: the value is left out. */
  readonly onChange: (value: unknown) => void;
  /** What is written cannot be a value, or can be one again. */
  readonly onProblem: (problem: string | undefined) => void;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const toPairs = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, text]) => `${name}=${text}`)
        .join('\n')
    : '';

const fromPairs = (text: string): unknown => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^([^=]+)=(.*)$/s.exec(line));
  if (pairs.includes(null)) throw new SyntaxError('Write each line as name=value.');
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1]?.trim() ?? '', pair[2] ?? '']] : [])));
};

const fromJson = (text: string): unknown => (text.trim() === '' ? undefined : JSON.parse(text));

interface WrittenProps extends Omit<Props, 'field'> {
  readonly label: string;
  readonly description: ReactNode;
  readonly constraint: ReactNode;
  readonly write: (value: unknown) => string;
  readonly read: (text: string) => unknown;
}

// What is being written may be no value yet, so its text is kept here.
const Written = ({ value, onChange, onProblem, write, read, ...told }: WrittenProps) => {
  const [text, setText] = useState(() => write(value));
  const [problem, setProblem] = useState('');
  const take = (next: string): void => {
    setText(next);
    try {
      onChange(read(next));
      setProblem('');
      onProblem(undefined);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      setProblem(why);
      onProblem(`${told.label}: ${why}`);
    }
  };
  const error = problem === '' ? {} : { error: problem };
  return <LongTextField {...told} value={text} onChange={take} {...error} />;
};

const toJson = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** One setting with what it does, what Cognito has, and what it means to users. */
export const SettingsField = ({ field, value, onChange, onProblem }: Props) => {
  const { label, kind } = field;
  const constraint = `Cognito’s default: ${field.standard}. For users: ${field.users}`;
  const common = { label, description: field.what, constraint };
  const beside = { label, description: `${field.what} ${constraint}` };
  const orNothing = (text: string): void => onChange(text === '' ? undefined : text);
  switch (kind.as) {
    case 'text':
      return <TextField {...common} value={textOf(value)} onChange={orNothing} />;
    case 'long':
      return <LongTextField {...common} value={textOf(value)} onChange={orNothing} />;
    case 'number':
      return <NumberField {...common} value={typeof value === 'number' ? value : undefined} onChange={onChange} />;
    case 'switch':
      return <SwitchField {...beside} value={value === true} onChange={onChange} />;
    case 'once':
      return (
        <SwitchField
          {...beside}
          value={value !== undefined}
          disabled={value !== undefined}
          onChange={() => onChange({})}
        />
      );
    case 'lines':
      return (
        <LinesField
          {...common}
          value={listOf(value)}
          onChange={(given) => onChange(given.length === 0 ? undefined : given)}
        />
      );
    case 'choice': {
      const none = kind.none === undefined ? [] : [{ value: '', label: kind.none }];
      const choices = [...none, ...kind.of.map((one) => ({ value: one }))];
      return <ChoiceField {...common} value={textOf(value)} choices={choices} onChange={orNothing} />;
    }
    case 'some': {
      const options = kind.of.map((one) => ({ value: one, label: one }));
      return (
        <FormField label={label} description={field.what} constraintText={constraint}>
          <Multiselect
            options={options}
            selectedOptions={listOf(value).map((one) => ({ value: one, label: one }))}
            placeholder="None"
            deselectAriaLabel={(option) => `Remove ${option.label}`}
            onChange={({ detail }) => {
              const chosen = detail.selectedOptions.map((option) => option.value);
              onChange(chosen.length === 0 ? undefined : chosen);
            }}
          />
        </FormField>
      );
    }
    case 'json':
      return (
        <Written
          {...common}
          label={`${label} (JSON)`}
          {...{ value, onChange, onProblem }}
          write={toJson}
          read={fromJson}
        />
      );
    case 'pairs':
      return <Written {...common} {...{ value, onChange, onProblem }} write={toPairs} read={fromPairs} />;
  }
};
