import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../ui/confirm.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';
import { UserAction } from './actions.tsx';
import { named, type PartProps } from './place.ts';

/** The user's sessions, where the pool tracks them. */
export const Sessions = (part: PartProps) => {
  const [ended, setEnded] = useState<string>();
  const [all, setAll] = useState(false);
  return (
    <SpaceBetween size="m">
      <Button onClick={() => setAll(true)}>End all sessions</Button>
      <PagedTable
        title="Sessions"
        description="A pool shows them where it tracks sessions."
        of={`${JSON.stringify(named(part))} ${part.version}`}
        load={async (call) => {
          const { Sessions: items = [] } = await call('AdminListUserSessions', named(part));
          return { items, next: undefined };
        }}
        keyOf={({ SessionId }) => SessionId ?? ''}
        empty="There is no session."
        columns={[
          { header: 'Session', cell: ({ SessionId }) => SessionId },
          { header: 'Begun', cell: ({ CreateDate }) => <Time at={CreateDate} /> },
          { header: 'Last active', cell: ({ LastActiveDate }) => <Time at={LastActiveDate} /> },
          {
            header: 'Actions',
            cell: ({ SessionId = '' }) => (
              <Button variant="link" ariaLabel={`End ${SessionId}`} onClick={() => setEnded(SessionId)}>
                End
              </Button>
            ),
          },
        ]}
      />
      {all && <UserAction {...part} name="AdminUserGlobalSignOut" onDismiss={() => setAll(false)} />}
      {ended !== undefined && (
        <Confirm
          title="End the session?"
          action="End"
          operation="AdminRevokeUserSession"
          request={{ ...named(part), SessionId: ended }}
          onDone={() => {
            setEnded(undefined);
            part.changed('The session ended.');
          }}
          onDismiss={() => setEnded(undefined)}
        >
          Its tokens are refused from now on. It cannot be undone, but the user can sign in again.
        </Confirm>
      )}
    </SpaceBetween>
  );
};
