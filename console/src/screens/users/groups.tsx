import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { Confirm } from '../../ui/confirm.tsx';
import { CallForm } from '../../ui/form.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useAnswer } from '../../ui/use-answer.ts';
import { named, type PartProps } from './place.ts';

const Join = ({ onDismiss, changed, ...user }: PartProps & { readonly onDismiss: () => void }) => {
  const action = useAction();
  const [group, setGroup] = useState('');
  const { answer } = useAnswer('ListGroups', { UserPoolId: user.pool, Limit: 60 });
  const join = async (): Promise<void> => {
    if (!(await action.run((call) => call('AdminAddUserToGroup', { ...named(user), GroupName: group })))) return;
    onDismiss();
    changed(`The user is in ${group}.`);
  };
  return (
    <Modal visible header="Add to a group" closeAriaLabel="Close" onDismiss={onDismiss}>
      <CallForm action={action} submit="Add" onSubmit={join} onCancel={onDismiss} disabled={group === ''}>
        <Select
          ariaLabel="Group"
          placeholder="Group"
          filteringType="auto"
          selectedOption={group === '' ? null : { value: group }}
          options={(answer?.Groups ?? []).map(({ GroupName = '' }) => ({ value: GroupName }))}
          onChange={({ detail }) => setGroup(detail.selectedOption.value ?? '')}
        />
      </CallForm>
    </Modal>
  );
};

/** The groups that the user is in. */
export const Groups = (part: PartProps) => {
  const [joining, setJoining] = useState(false);
  const [left, setLeft] = useState<string>();
  return (
    <>
      <PagedTable
        title="Groups"
        of={`${JSON.stringify(named(part))} ${part.version}`}
        load={async (call, token) => {
          const { Groups: items = [], NextToken } = await call('AdminListGroupsForUser', {
            ...named(part),
            Limit: 30,
            ...(token !== undefined && { NextToken: token }),
          });
          return { items, next: NextToken };
        }}
        keyOf={({ GroupName }) => GroupName ?? ''}
        empty="The user is in no group."
        actions={() => <Button onClick={() => setJoining(true)}>Add to a group</Button>}
        columns={[
          { header: 'Group', cell: ({ GroupName }) => GroupName },
          { header: 'Precedence', cell: ({ Precedence }) => Precedence ?? '-' },
          { header: 'Description', cell: ({ Description }) => Description ?? '-' },
          {
            header: 'Actions',
            cell: ({ GroupName = '' }) => (
              <Button variant="link" ariaLabel={`Remove from ${GroupName}`} onClick={() => setLeft(GroupName)}>
                Remove
              </Button>
            ),
          },
        ]}
      />
      {joining && <Join {...part} onDismiss={() => setJoining(false)} />}
      {left !== undefined && (
        <Confirm
          title={`Remove from ${left}?`}
          action="Remove"
          operation="AdminRemoveUserFromGroup"
          request={{ ...named(part), GroupName: left }}
          onDone={() => {
            setLeft(undefined);
            part.changed(`The user is not in ${left} any more.`);
          }}
          onDismiss={() => setLeft(undefined)}
        >
          New tokens do not name the group any more. Adding the user again undoes it.
        </Confirm>
      )}
    </>
  );
};
