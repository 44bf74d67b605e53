import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Finding } from '#shared/domain/doctor/finding.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { useLoaded } from '../../ui/use-answer.ts';
import { documents, ofClient } from '../settings/documents.ts';
import { lookAtClients, lookAtPool } from './look.ts';
import { Mend } from './mend.tsx';

const Level = ({ finding }: { readonly finding: Finding }) => (
  <StatusIndicator type={finding.level === 'warning' ? 'warning' : 'info'}>{finding.check}</StatusIndicator>
);

const Why = ({ finding }: { readonly finding: Finding }) => (
  <>
    <Box variant="strong">{finding.what}</Box> {finding.why}
  </>
);

/** Settings of a pool and of its app clients that are going to cause trouble. */
export const Screen = ({ params }: ScreenProps<'pools/:pool/findings'>) => {
  const { pool } = params;
  const found = useLoaded((call) => lookAtPool(call, pool), pool);
  return (
    <Page
      title="Findings"
      description={
        <>
          What is risky in the settings, as <code>gatehouse-pools doctor --pool {pool}</code> tells it. A warning is
          wrong for nearly everybody. Whether a note is wrong depends on what the pool is for.
        </>
      }
    >
      <Answered of={found}>
        {(findings) => (
          <Table
            items={findings}
            trackBy="check"
            wrapLines
            header={
              <Header variant="h2" description={<Link href={href('pools', pool, 'settings')}>All settings</Link>}>
                The pool
              </Header>
            }
            ariaLabels={{ tableLabel: 'Findings about the pool' }}
            empty="Nothing was found."
            columnDefinitions={[
              { id: 'check', header: 'Finding', cell: (finding) => <Level finding={finding} />, isRowHeader: true },
              { id: 'why', header: 'What and why', cell: (finding) => <Why finding={finding} /> },
              {
                id: 'mend',
                header: 'Mend',
                cell: (finding) => (
                  <Mend poolId={pool} finding={finding} document={documents.pool} onMended={found.reload} />
                ),
              },
            ]}
          />
        )}
      </Answered>
      <PagedTable
        title="App clients"
        description="Ten app clients on a page."
        of={pool}
        load={(call, token) => lookAtClients(call, pool, token)}
        keyOf={({ clientId, check }) => `${clientId} ${check}`}
        empty="Nothing was found about these app clients."
        columns={(reload) => [
          { header: 'Finding', cell: (finding) => <Level finding={finding} /> },
          { header: 'App client', cell: ({ clientName, clientId }) => `${clientName} (${clientId})` },
          { header: 'What and why', cell: (finding) => <Why finding={finding} /> },
          {
            header: 'Mend',
            cell: (finding) => (
              <Mend poolId={pool} finding={finding} document={ofClient(finding.clientId)} onMended={reload} />
            ),
          },
        ]}
      />
    </Page>
  );
};
