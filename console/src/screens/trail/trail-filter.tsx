import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type FormEvent, useState } from 'react';
import type { TrailWishes } from '../../api/own/trail.ts';
import { ChoiceField, SwitchField, TextField } from '../../ui/fields.tsx';

const ranges = ['1', '24', '168', '720', '2160'] as const;

type Range = (typeof ranges)[number];

const rangeLabels: Readonly<Record<Range, string>> = {
  '1': 'The last hour',
  '24': 'The last day',
  '168': 'The last week',
  '720': 'The last 30 days',
  '2160': 'The last 90 days',
};

/** The fields, as they are typed. */
export interface Fields {
  readonly events: string;
  readonly error: string;
  readonly sub: string;
  readonly client: string;
  readonly operator: string;
  readonly key: string;
  readonly address: string;
  readonly trigger: string;
  readonly range: Range;
  readonly failures: boolean;
  readonly changes: boolean;
  readonly writes: boolean;
}

const isRange = (text: string | null): text is Range => ranges.some((range) => range === text);

/** The fields that an address names, such as `?failures=on&events=SignUp`. Reading is left out unless it says otherwise. */
export const fieldsOf = (query: URLSearchParams): Fields => {
  const at = (name: string): string => query.get(name) ?? '';
  const range = query.get('range');
  return {
    events: at('events'),
    error: at('error'),
    sub: at('sub'),
    client: at('client'),
    operator: at('operator'),
    key: at('key'),
    address: at('address'),
    trigger: at('trigger'),
    range: isRange(range) ? range : '24',
    failures: at('failures') === 'on',
    changes: at('changes') === 'on',
    writes: at('writes') !== 'off',
  };
};

const optional = <Name extends keyof TrailWishes>(name: Name, text: string) =>
  text.trim() === '' ? {} : { [name]: text.trim() };

/** What to ask for. The range ends now and moves on with each new search. */
export const wishesOf = (fields: Fields, pool: string | undefined, now: number): TrailWishes => ({
  ...(pool !== undefined && { UserPoolId: pool }),
  ...(fields.events.trim() !== '' && { EventNames: fields.events.trim().split(/[\s,]+/) }),
  ...optional('ErrorCode', fields.error),
  ...optional('Sub', fields.sub),
  ...optional('ClientId', fields.client),
  ...optional('Operator', fields.operator),
  ...optional('AccessKeyId', fields.key),
  ...optional('SourceIpAddress', fields.address),
  ...optional('TriggerName', fields.trigger),
  ...(fields.failures && { FailuresOnly: true }),
  ...(fields.changes && { ChangesOnly: true }),
  ...(fields.writes && { ReadOnly: false }),
  StartTime: Math.floor(now - Number(fields.range) * 3600),
});

interface Props {
  readonly first: Fields;
  readonly onSearch: (fields: Fields) => void;
}

/** What somebody wants to see of the trail. It is asked for by the button, or by Enter. */
export const TrailFilter = ({ first, onSearch }: Props) => {
  const [fields, setFields] = useState(first);
  const text = (name: keyof Fields, label: string, constraint?: string) => (
    <TextField
      label={label}
      constraint={constraint}
      value={String(fields[name])}
      onChange={(value) => setFields({ ...fields, [name]: value })}
    />
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(fields);
  };
  return (
    <form onSubmit={submit}>
      <Form actions={<Button variant="primary">Search</Button>}>
        <SpaceBetween size="m">
          <ColumnLayout columns={3}>
            <ChoiceField
              label="Time"
              value={fields.range}
              choices={ranges.map((value) => ({ value, label: rangeLabels[value] }))}
              onChange={(range) => setFields({ ...fields, range })}
            />
            {text('events', 'Operations', 'Such as InitiateAuth Token_POST; * is for any characters.')}
            {text('error', 'Error', 'Such as NotAuthorized*')}
          </ColumnLayout>
          <SpaceBetween direction="horizontal" size="l">
            <SwitchField
              label="Only failures"
              value={fields.failures}
              onChange={(failures) => setFields({ ...fields, failures })}
            />
            <SwitchField
              label="Only changes of settings"
              value={fields.changes}
              onChange={(changes) => setFields({ ...fields, changes })}
            />
            <SwitchField
              label="Leave out what only reads"
              value={fields.writes}
              onChange={(writes) => setFields({ ...fields, writes })}
            />
          </SpaceBetween>
          <ExpandableSection headerText="By whom, and from where">
            <ColumnLayout columns={3}>
              {text('sub', 'User', 'The sub of the user.')}
              {text('operator', 'Operator', 'The username.')}
              {text('key', 'Access key', 'The id of the key.')}
              {text('client', 'App client', 'The id of the client.')}
              {text('address', 'Address', 'Such as 203.0.113.7')}
              {text('trigger', 'Trigger that failed', 'Such as PreSignUp, or * for any.')}
            </ColumnLayout>
          </ExpandableSection>
        </SpaceBetween>
      </Form>
    </form>
  );
};
