import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { TrailRecord } from '../../api/own/trail.ts';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { type Column, PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';
import { useFollowing } from './following.ts';
import { callerOf, clientOf, Outcome, poolOf, RecordLink, timeOf } from './record-parts.tsx';
import { fieldsOf, TrailFilter, wishesOf } from './trail-filter.tsx';

interface Props {
  /** Where only the records of one pool are shown. */
  readonly pool?: string;
  readonly query: URLSearchParams;
}

const columnsFor = (pool: string | undefined): readonly Column<TrailRecord>[] => [
  { header: 'Call', cell: (record) => <RecordLink of={record} pool={pool} /> },
  { header: 'When', cell: (record) => <Time at={timeOf(record)} /> },
  { header: 'Outcome', cell: (record) => <Outcome of={record} /> },
  { header: 'By', cell: callerOf },
  { header: 'From', cell: ({ sourceIPAddress }) => sourceIPAddress },
  pool === undefined
    ? { header: 'Pool', cell: (record) => poolOf(record) ?? '-' }
    : { header: 'App client', cell: (record) => clientOf(record) ?? '-' },
];

/** Records of the trail: a filter, pages, and what comes from now on. */
export const Records = ({ pool, query }: Props) => {
  const [first] = useState(() => fieldsOf(query));
  const [asked, setAsked] = useState(() => ({ wishes: wishesOf(first, pool, Date.now() / 1000), count: 0 }));
  const [isFollowing, setFollowing] = useState(false);
  const [wasFollowing, setWasFollowing] = useState(false);
  const following = useFollowing(asked.wishes, isFollowing, () => setFollowing(false));
  const columns = columnsFor(pool);
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Which calls</Header>}>
        <TrailFilter
          first={first}
          onSearch={(fields) =>
            setAsked(({ count }) => ({ wishes: wishesOf(fields, pool, Date.now() / 1000), count: count + 1 }))
          }
        />
      </Container>
      <ErrorAlert error={following.error} />
      {wasFollowing && (
        <Table<TrailRecord>
          items={following.records}
          trackBy="eventID"
          wrapLines
          header={
            <Header
              variant="h2"
              description={
                isFollowing
                  ? 'Of the last half minute, and what comes: new calls stand above within a few seconds.'
                  : 'Paused.'
              }
              actions={<Button onClick={() => setFollowing(!isFollowing)}>{isFollowing ? 'Pause' : 'Go on'}</Button>}
            >
              Calls from now on
            </Header>
          }
          empty={<Box color="text-body-secondary">No such call came yet.</Box>}
          columnDefinitions={columns.map(({ header, cell }, index) => ({
            id: header,
            header,
            cell: (record: TrailRecord) => <span className="gh-break">{cell(record)}</span>,
            isRowHeader: index === 0,
          }))}
          ariaLabels={{ tableLabel: 'Calls from now on' }}
        />
      )}
      <PagedTable<TrailRecord>
        title="Calls"
        description="The latest first. A page may be short, and not be the last."
        of={JSON.stringify(asked)}
        load={async (call, token) => {
          const request = { ...asked.wishes, Limit: 20, NextToken: token };
          const { Records: items, NextToken: next } = await call('ListTrailRecords', request);
          return { items, next };
        }}
        keyOf={({ eventID }) => eventID}
        empty="No such call is on this page of the trail."
        columns={columns}
        actions={() =>
          wasFollowing ? null : (
            <Button
              onClick={() => {
                setWasFollowing(true);
                setFollowing(true);
              }}
            >
              Follow
            </Button>
          )
        }
      />
    </SpaceBetween>
  );
};
