import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';
import type { AnswerOf } from '../../api/operations.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { CallDialog } from '../parts/dialog.tsx';
import { type GroupFacts, GroupFields, noFacts, toMembers } from './group-fields.tsx';

type Group = NonNullable<AnswerOf<'GetGroup'>['Group']>;
type Member = NonNullable<AnswerOf<'ListUsersInGroup'>['Users']>[number];

interface DialogProps {
  readonly pool: string;
  readonly group: Group;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

const ChangeGroup = ({ pool, group, ...rest }: DialogProps) => {
  const { GroupName: name = '', Description: description = '', Precedence: precedence, RoleArn: role = '' } = group;
  const [facts, setFacts] = useState<GroupFacts>({ ...noFacts, name, description, precedence, role });
  return (
    <CallDialog
      title={`Change the group ${name}`}
      submit="Save"
      operation="UpdateGroup"
      request={() => ({ UserPoolId: pool, GroupName: name, ...toMembers(facts) })}
      done={`The group ${name} was changed.`}
      {...rest}
    >
      <GroupFields facts={facts} onChange={setFacts} />
    </CallDialog>
  );
};

const AddMember = ({ pool, group: { GroupName: name = '' }, ...rest }: DialogProps) => {
  const [username, setUsername] = useState('');
  return (
    <CallDialog
      title={`Add a user to ${name}`}
      submit="Add the user"
      operation="AdminAddUserToGroup"
      request={() => ({ UserPoolId: pool, GroupName: name, Username: username })}
      done={`${username} is in the group ${name}.`}
      disabled={username === ''}
      {...rest}
    >
      <TextField
        label="Username"
        description="Tokens that the user gets from now on name the group. Those that are out do not."
        value={username}
        onChange={setUsername}
      />
    </CallDialog>
  );
};

type Asks =
  | { readonly what: 'change' }
  | { readonly what: 'add' | 'remove'; readonly reload: () => void; readonly member?: Member };

/** One group with its members. */
export const Screen = ({ params: { pool, group: name } }: ScreenProps<'pools/:pool/groups/:group'>) => {
  const read = useAnswer('GetGroup', { UserPoolId: pool, GroupName: name });
  const flashes = useFlashes();
  const [asks, setAsks] = useState<Asks>();
  const close = (): void => setAsks(undefined);
  const group = read.answer?.Group;
  return (
    <Page
      title={name}
      actions={
        <Button disabled={!group} onClick={() => setAsks({ what: 'change' })}>
          Change
        </Button>
      }
    >
      <Answered of={read}>
        {({ Group: told }) => (
          <Container header={<Header variant="h2">The group</Header>}>
            <Facts
              of={{
                Description: told?.Description,
                Precedence: told?.Precedence,
                Role: told?.RoleArn,
                Made: <Time at={told?.CreationDate} />,
                Changed: <Time at={told?.LastModifiedDate} />,
              }}
            />
          </Container>
        )}
      </Answered>
      <PagedTable<Member>
        title="Members"
        of={`${pool} ${name}`}
        load={async (call, token) => {
          const asked = { UserPoolId: pool, GroupName: name, Limit: 20, NextToken: token };
          const { Users = [], NextToken } = await call('ListUsersInGroup', asked);
          return { items: Users, next: NextToken };
        }}
        keyOf={({ Username = '' }) => Username}
        empty="Nobody is in the group."
        choose="single"
        actions={([member], reload) => [
          <Button key="remove" disabled={!member} onClick={() => member && setAsks({ what: 'remove', reload, member })}>
            Take out
          </Button>,
          <Button key="add" variant="primary" onClick={() => setAsks({ what: 'add', reload })}>
            Add a user
          </Button>,
        ]}
        columns={[
          {
            header: 'Username',
            cell: ({ Username = '' }) => <Link href={href('pools', pool, 'users', Username)}>{Username}</Link>,
          },
          { header: 'Status', cell: ({ UserStatus }) => <Status of={UserStatus} /> },
          { header: 'Made', cell: ({ UserCreateDate }) => <Time at={UserCreateDate} /> },
        ]}
      />
      {group && asks?.what === 'change' && (
        <ChangeGroup
          pool={pool}
          group={group}
          onDone={() => {
            close();
            read.reload();
          }}
          onDismiss={close}
        />
      )}
      {group && asks?.what === 'add' && (
        <AddMember
          pool={pool}
          group={group}
          onDone={() => {
            close();
            asks.reload();
          }}
          onDismiss={close}
        />
      )}
      {asks?.what === 'remove' && asks.member && (
        <Confirm
          title={`Take ${asks.member.Username} out of ${name}?`}
          action="Take out"
          operation="AdminRemoveUserFromGroup"
          request={{ UserPoolId: pool, GroupName: name, Username: asks.member.Username }}
          onDone={() => {
            flashes.done(`${asks.member?.Username} is no more in the group ${name}.`);
            close();
            asks.reload();
          }}
          onDismiss={close}
        >
          Tokens that are out name the group until they end. The user can be added again.
        </Confirm>
      )}
    </Page>
  );
};
