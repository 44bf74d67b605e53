import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useServices } from '../../api/context.ts';
import type { AnswerOf } from '../../api/operations.ts';
import type { OperatorGroup } from '../../api/own/operators.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { ChoiceField, LinesField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { Page } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useAnswer } from '../../ui/use-answer.ts';

type Configuration = NonNullable<AnswerOf<'GetOperatorConfiguration'>['OperatorConfiguration']>;

const roles = [
  { value: 'ADMINISTRATOR', label: 'Administrators', description: 'May do everything.' },
  { value: 'SUPPORT', label: 'Support', description: 'Read, and help users whose way in is lost or abused.' },
  { value: 'READER', label: 'Readers', description: 'Read. They are told no secrets.' },
] as const;

interface GroupProps {
  readonly group: OperatorGroup;
  readonly number: number;
  readonly onChange: (group: OperatorGroup) => void;
  readonly onRemove: () => void;
}

const Group = ({ group, number, onChange, onRemove }: GroupProps) => (
  <Container
    header={
      <Header
        variant="h2"
        actions={
          <Button formAction="none" ariaLabel={`Take away group ${number}`} onClick={onRemove}>
            Take away
          </Button>
        }
      >
        Group {number}
      </Header>
    }
  >
    <SpaceBetween size="m">
      <TextField
        label="Group"
        description="A group of the pool of operators. Its members are operators from their next sign-in on."
        value={group.GroupName}
        onChange={(GroupName) => onChange({ ...group, GroupName })}
      />
      <ChoiceField
        label="Role"
        description="What they may do."
        value={group.Role}
        choices={roles}
        onChange={(Role) => onChange({ ...group, Role })}
      />
      <LinesField
        label="Pools"
        description="Ids, one a line. Without any, the role counts on all pools."
        value={group.UserPoolIds ?? []}
        onChange={(lines) => {
          const { UserPoolIds: _, ...rest } = group;
          onChange({ ...rest, ...(lines.length > 0 && { UserPoolIds: lines }) });
        }}
      />
    </SpaceBetween>
  </Container>
);

const Edit = ({ read }: { readonly read: Configuration }) => {
  const action = useAction();
  const flashes = useFlashes();
  const { operator } = useServices();
  const [edited, setEdited] = useState(read);
  const { Groups: groups } = edited;
  const setGroups = (Groups: readonly OperatorGroup[]): void => setEdited({ ...edited, Groups });
  const keepsOwn = groups.some(
    ({ GroupName, Role }) => Role === 'ADMINISTRATOR' && operator.groups.some((own) => own.GroupName === GroupName),
  );
  const save = async (): Promise<void> => {
    await action.run(async (call) => {
      await call('SetOperatorConfiguration', { OperatorConfiguration: edited });
      flashes.done('The operators were saved. Keys that are out follow at once or at their end.');
    });
  };
  return (
    <CallForm action={action} submit="Save" onSubmit={save}>
      <TextField
        label="Pool of the operators"
        description="Its users sign in here. Whoever administers it decides who is an operator."
        value={edited.UserPoolId}
        onChange={(UserPoolId) => setEdited({ ...edited, UserPoolId })}
      />
      <LinesField
        label="App clients"
        description="Ids, one a line, of the clients by which operators sign in."
        value={edited.ClientIds}
        onChange={(ClientIds) => setEdited({ ...edited, ClientIds })}
      />
      {groups.map((group, index) => (
        <Group
          // Groups have no other name that lasts while they are typed.
          key={index}
          number={index + 1}
          group={group}
          onChange={(changed) => setGroups(groups.map((one, at) => (at === index ? changed : one)))}
          onRemove={() => setGroups(groups.filter((_, at) => at !== index))}
        />
      ))}
      <Button formAction="none" onClick={() => setGroups([...groups, { GroupName: '', Role: 'READER' }])}>
        Add a group
      </Button>
      {!keepsOwn && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="You would be no administrator any more">
          None of your groups would be one of administrators. Then only an access key could change this back.
        </Alert>
      )}
    </CallForm>
  );
};

/** Who administers the deployment by signing in. */
export const Screen = (_: ScreenProps<'operators'>) => {
  const { operator } = useServices();
  const read = useAnswer('GetOperatorConfiguration', {});
  const none: Configuration = { UserPoolId: operator.poolId, ClientIds: [operator.clientId], Groups: [] };
  return (
    <Page title="Operators" description="Which groups of which pool administer the deployment, and what each may do.">
      <Answered of={read}>{({ OperatorConfiguration: told = none }) => <Edit read={told} />}</Answered>
    </Page>
  );
};
