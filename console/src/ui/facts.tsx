import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';

interface Props {
  /** Names and values in their order. A value that is missing is shown as a dash. */
  readonly of: Readonly<Record<string, ReactNode>>;
  readonly columns?: number;
}

/** What is known of one thing: `<Facts of={{ Id: pool.Id, Made: <Time at={pool.CreationDate} /> }} />`. */
export const Facts = ({ of, columns = 3 }: Props) => (
  <KeyValuePairs
    columns={columns}
    items={Object.entries(of).map(([label, value]) => ({
      label,
      value: <span className="gh-break">{value === undefined || value === '' ? '-' : value}</span>,
    }))}
  />
);
