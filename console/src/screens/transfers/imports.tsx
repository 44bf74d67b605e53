import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';

interface Asked {
  readonly operation: 'StartUserImportJob' | 'StopUserImportJob';
  readonly JobId: string;
}

const Refusals = ({ pool, job, onDismiss }: { pool: string; job: string; onDismiss: () => void }) => (
  <Modal visible size="large" header="Rows that were not imported" closeAriaLabel="Close" onDismiss={onDismiss}>
    <PagedTable
      title="Rows"
      of={job}
      load={async (call, token) => {
        const { Refusals: items, NextToken } = await call('ListUserImportJobRefusals', {
          UserPoolId: pool,
          JobId: job,
          ...(token !== undefined && { NextToken: token }),
        });
        return { items, next: NextToken };
      }}
      keyOf={({ Row }) => String(Row)}
      empty="Every row was imported."
      columns={[
        { header: 'Row', cell: ({ Row }) => Row },
        { header: 'Username', cell: ({ Username }) => Username ?? '-' },
        { header: 'Outcome', cell: ({ Outcome }) => Outcome },
        { header: 'Reason', cell: ({ Reason }) => Reason },
      ]}
    />
  </Modal>
);

/** The imports of a pool, how far each is, and which rows it refused. */
export const Imports = ({ pool }: { readonly pool: string }) => {
  const { done } = useFlashes();
  const [version, setVersion] = useState(0);
  const [asked, setAsked] = useState<Asked>();
  const [job, setJob] = useState<string>();
  return (
    <>
      <PagedTable
        title="Imports"
        description="Load the list again to see how far an import is."
        of={`${pool} ${version}`}
        load={async (call, token) => {
          const { UserImportJobs: items = [], PaginationToken } = await call('ListUserImportJobs', {
            UserPoolId: pool,
            MaxResults: 20,
            ...(token !== undefined && { PaginationToken: token }),
          });
          return { items, next: PaginationToken };
        }}
        keyOf={({ JobId }) => JobId ?? ''}
        empty="There was no import."
        columns={[
          { header: 'Name', cell: ({ JobName }) => JobName },
          { header: 'Status', cell: ({ Status: status }) => <Status of={status} /> },
          { header: 'Made', cell: ({ CreationDate }) => <Time at={CreationDate} /> },
          { header: 'Imported', cell: ({ ImportedUsers = 0 }) => ImportedUsers },
          { header: 'Skipped', cell: ({ SkippedUsers = 0 }) => SkippedUsers },
          { header: 'Refused', cell: ({ FailedUsers = 0 }) => FailedUsers },
          { header: 'Message', cell: ({ CompletionMessage }) => CompletionMessage ?? '-' },
          {
            header: 'Actions',
            cell: ({ JobId = '', JobName = '', Status: status }) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" ariaLabel={`Rows refused in ${JobName}`} onClick={() => setJob(JobId)}>
                  Rows refused
                </Button>
                {status === 'Created' && (
                  <Button
                    variant="link"
                    ariaLabel={`Start ${JobName}`}
                    onClick={() => setAsked({ operation: 'StartUserImportJob', JobId })}
                  >
                    Start
                  </Button>
                )}
                {(status === 'InProgress' || status === 'Pending') && (
                  <Button
                    variant="link"
                    ariaLabel={`Stop ${JobName}`}
                    onClick={() => setAsked({ operation: 'StopUserImportJob', JobId })}
                  >
                    Stop
                  </Button>
                )}
              </SpaceBetween>
            ),
          },
        ]}
      />
      {job !== undefined && <Refusals pool={pool} job={job} onDismiss={() => setJob(undefined)} />}
      {asked && (
        <Confirm
          title={asked.operation === 'StartUserImportJob' ? 'Start the import?' : 'Stop the import?'}
          action={asked.operation === 'StartUserImportJob' ? 'Start' : 'Stop'}
          operation={asked.operation}
          request={{ UserPoolId: pool, JobId: asked.JobId }}
          onDone={() => {
            done(asked.operation === 'StartUserImportJob' ? 'The import is started.' : 'The import is stopped.');
            setAsked(undefined);
            setVersion((last) => last + 1);
          }}
          onDismiss={() => setAsked(undefined)}
        >
          Who is imported stays in the pool, also where the import is stopped. A stopped import cannot be started again.
        </Confirm>
      )}
    </>
  );
};
