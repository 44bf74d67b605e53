import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import LineChart from '@cloudscape-design/components/line-chart';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';

/** A line of a chart: a value for each time. */
export interface Line {
  readonly title: string;
  readonly values: readonly number[];
}

interface Props {
  readonly title: string;
  readonly description: string;
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  /** Seconds from one time to the next. */
  readonly period: number;
  readonly lines: readonly Line[];
}

const daySeconds = 86_400;

const shortTime = (time: number, period: number): string => {
  const date = new Date(time * 1000);
  // Days are those of UTC.
  return period >= daySeconds
    ? date.toLocaleDateString(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' })
    : date.toLocaleString(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: 'numeric' });
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

interface Row {
  readonly time: number;
  readonly index: number;
}

/** Lines over time, with their sums, and the same as a table. Times at which nothing was counted are not in the table. */
export const SeriesChart = ({ title, description, times, period, lines }: Props) => {
  const rows: readonly Row[] = times
    .map((time, index) => ({ time, index }))
    .filter(({ index }) => lines.some(({ values }) => (values[index] ?? 0) > 0))
    .reverse();
  const most = Math.max(1, ...lines.flatMap(({ values }) => values));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const sums = lines.map(({ title: name, values }) => `${name}: ${sumOf(values)}`).join(', ');
  return (
    <Container
      header={
        <Header variant="h2" description={description}>
          {title}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <LineChart
          height={200}
          hideFilter
          ariaLabel={`${title}. ${sums}`}
          xScaleType="time"
          xDomain={[new Date(first * 1000), new Date(last * 1000)]}
          yDomain={[0, most]}
          yTitle=""
          xTitle=""
          series={lines.map(({ title: name, values }) => ({
            title: name,
            type: 'line',
            data: times.map((time, index) => ({ x: new Date(time * 1000), y: values[index] ?? 0 })),
          }))}
          i18nStrings={{
            xTickFormatter: (date) => shortTime(date.getTime() / 1000, period),
            yTickFormatter: (value) => (Number.isInteger(value) ? String(value) : ''),
          }}
          empty={<Box>Nothing was counted.</Box>}
        />
        <Box>{sums}</Box>
        <ExpandableSection headerText={`${title} as a table`}>
          <Table<Row>
            variant="embedded"
            items={rows}
            trackBy={({ time }) => String(time)}
            empty={<Box color="text-body-secondary">Nothing was counted.</Box>}
            columnDefinitions={[
              { id: 'time', header: 'From', cell: ({ time }) => shortTime(time, period), isRowHeader: true },
              ...lines.map(({ title: name, values }) => ({
                id: name,
                header: name,
                cell: ({ index }: Row) => values[index] ?? 0,
              })),
            ]}
            ariaLabels={{ tableLabel: `${title} as a table` }}
          />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
};
