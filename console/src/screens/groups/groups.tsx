import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';
import type { AnswerOf } from '../../api/operations.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { CallDialog } from '../parts/dialog.tsx';
import { type GroupFacts, GroupFields, noFacts, toMembers } from './group-fields.tsx';

type Group = NonNullable<AnswerOf<'ListGroups'>['Groups']>[number];

interface MakeProps {
  readonly pool: string;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

const MakeGroup = ({ pool, ...rest }: MakeProps) => {
  const [facts, setFacts] = useState<GroupFacts>(noFacts);
  return (
    <CallDialog
      title="Make a group"
      submit="Make the group"
      operation="CreateGroup"
      request={() => ({ UserPoolId: pool, GroupName: facts.name, ...toMembers(facts) })}
      done={`The group ${facts.name} was made.`}
      disabled={facts.name === ''}
      {...rest}
    >
      <GroupFields facts={facts} onChange={setFacts} isNew />
    </CallDialog>
  );
};

/** The groups of a pool. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/groups'>) => {
  const flashes = useFlashes();
  const [asks, setAsks] = useState<{ readonly reload: () => void; readonly group?: Group }>();
  const close = (): void => setAsks(undefined);
  return (
    <Page
      title="Groups"
      description="A group gives its members a claim in their tokens, and may give them a role of IAM."
    >
      <PagedTable<Group>
        title="All groups"
        of={pool}
        load={async (call, token) => {
          const { Groups = [], NextToken } = await call('ListGroups', {
            UserPoolId: pool,
            Limit: 20,
            NextToken: token,
          });
          return { items: Groups, next: NextToken };
        }}
        keyOf={({ GroupName = '' }) => GroupName}
        empty="The pool has no groups."
        choose="single"
        actions={([chosen], reload) => [
          <Button key="delete" disabled={!chosen} onClick={() => chosen && setAsks({ reload, group: chosen })}>
            Delete
          </Button>,
          <Button key="make" variant="primary" onClick={() => setAsks({ reload })}>
            Make a group
          </Button>,
        ]}
        columns={[
          {
            header: 'Name',
            cell: ({ GroupName = '' }) => <Link href={href('pools', pool, 'groups', GroupName)}>{GroupName}</Link>,
          },
          { header: 'Description', cell: ({ Description }) => Description ?? '-' },
          { header: 'Precedence', cell: ({ Precedence }) => Precedence ?? '-' },
          { header: 'Role', cell: ({ RoleArn }) => RoleArn ?? '-' },
        ]}
      />
      {asks && !asks.group && (
        <MakeGroup
          pool={pool}
          onDone={() => {
            close();
            asks.reload();
          }}
          onDismiss={close}
        />
      )}
      {asks?.group && (
        <Confirm
          title={`Delete the group ${asks.group.GroupName}?`}
          action="Delete the group"
          operation="DeleteGroup"
          request={{ UserPoolId: pool, GroupName: asks.group.GroupName }}
          typed={asks.group.GroupName ?? ''}
          onDone={() => {
            flashes.done(`The group ${asks.group?.GroupName} was deleted.`);
            close();
            asks.reload();
          }}
          onDismiss={close}
        >
          Its members stay in the pool, and are in it no more. New tokens do not name it. This cannot be undone.
        </Confirm>
      )}
    </Page>
  );
};
