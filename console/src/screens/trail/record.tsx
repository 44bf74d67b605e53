import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { TrailChange, TrailRecord } from '../../api/own/trail.ts';
import { Answered } from '../../ui/answered.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { callerOf, clientOf, Outcome, poolOf, subOf, timeOf } from './record-parts.tsx';

interface Props {
  readonly pool?: string;
  readonly id: string;
  readonly query: URLSearchParams;
}

// A call is on the trail when it has ended, which is half a minute later at most. More is for the clock of the log.
const aroundSeconds = [10, 120] as const;

const told = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  return typeof value === 'string'
    ? value.replace('HIDDEN_DUE_TO_SECURITY_REASONS', '(hidden)')
    : JSON.stringify(value);
};

const words = { created: 'Made', changed: 'Changed', removed: 'Removed' } as const;

const Change = ({ of: { type, id, change, differences, settings } }: { readonly of: TrailChange }) => {
  const title = `${words[change]}: ${type} ${id}`;
  if (Array.isArray(differences))
    return (
      <Table
        variant="embedded"
        items={differences}
        trackBy="path"
        wrapLines
        header={
          <Header variant="h3">
            <span className="gh-break">{title}</span>
          </Header>
        }
        columnDefinitions={[
          {
            id: 'path',
            header: 'Setting',
            cell: ({ path }) => <span className="gh-break">{path}</span>,
            isRowHeader: true,
          },
          { id: 'from', header: 'From', cell: ({ from }) => <span className="gh-break">{told(from)}</span> },
          { id: 'to', header: 'To', cell: ({ to }) => <span className="gh-break">{told(to)}</span> },
        ]}
        ariaLabels={{ tableLabel: title }}
      />
    );
  return (
    <div>
      <Header variant="h3">
        <span className="gh-break">{title}</span>
      </Header>
      <Box variant="code">
        <span className="gh-break">{JSON.stringify(settings ?? differences ?? {})}</span>
      </Box>
    </div>
  );
};

const Whole = ({ of }: { readonly of: TrailRecord }) => {
  const { changes } = of.additionalEventData ?? {};
  const json = JSON.stringify(of, null, 2);
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">The call</Header>}>
        <Facts
          of={{
            Outcome: <Outcome of={of} />,
            Message: of.errorMessage,
            When: <Time at={timeOf(of)} />,
            By: callerOf(of),
            User: subOf(of),
            From: of.sourceIPAddress,
            Program: of.userAgent,
            Pool: poolOf(of),
            'App client': clientOf(of),
            'Request id': of.requestID,
          }}
        />
      </Container>
      {Array.isArray(changes) && changes.length > 0 && (
        <Container header={<Header variant="h2">What it changed</Header>}>
          <SpaceBetween size="m">
            {changes.map((change: TrailChange) => (
              <Change key={`${change.type} ${change.id} ${change.change}`} of={change} />
            ))}
          </SpaceBetween>
        </Container>
      )}
      <Container
        header={
          <Header variant="h2" actions={<CopyButton text={json} what="the record" variant="button" />}>
            The whole record
          </Header>
        }
      >
        <div className="gh-code">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
          <section tabIndex={0} aria-label="The whole record">
            <pre>{json}</pre>
          </section>
        </div>
      </Container>
    </SpaceBetween>
  );
};

/** One record of the trail. */
export const OneRecord = ({ pool, id, query }: Props) => {
  const at = Number(query.get('at') ?? Number.NaN);
  const [before, after] = aroundSeconds;
  const found = useAnswer('ListTrailRecords', {
    ...(pool !== undefined && { UserPoolId: pool }),
    EventId: id,
    ...(at > 0 && { StartTime: at - before, EndTime: at + after }),
    Limit: 1,
  });
  const [record] = found.answer?.Records ?? [];
  return (
    <Page title={record?.eventName ?? 'A call'}>
      <Answered of={found}>
        {() =>
          record ? <Whole of={record} /> : <Box>No such record is on the trail, or it is not kept any more.</Box>
        }
      </Answered>
    </Page>
  );
};
