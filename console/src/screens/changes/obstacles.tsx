import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { PoolObstacle } from '../../api/own/pools.ts';
import { href } from '../../router/paths.ts';

const inWords = ({ Reason, Attribute, Name, TakenBy, Message }: PoolObstacle['Reasons'][number]): string => {
  if (Reason === 'NAME_TAKEN') return `${Attribute} ${Name ?? ''} is taken${TakenBy ? ` by ${TakenBy}` : ''}`;
  return Reason === 'MISSING_ATTRIBUTE' ? `${Attribute} is missing` : `${Attribute}: ${Message ?? Reason}`;
};

interface Props {
  readonly poolId: string;
  readonly obstacles: readonly PoolObstacle[];
}

/** The users who stand in the way of a change, and why. */
export const Obstacles = ({ poolId, obstacles }: Props) => (
  <Table
    items={obstacles}
    trackBy="Username"
    wrapLines
    variant="embedded"
    ariaLabels={{ tableLabel: 'Users in the way' }}
    empty="Nobody stands in the way."
    columnDefinitions={[
      {
        id: 'user',
        header: 'User',
        isRowHeader: true,
        cell: ({ Username }) => <Link href={href('pools', poolId, 'users', Username)}>{Username}</Link>,
      },
      {
        id: 'why',
        header: 'In the way',
        cell: ({ Reasons }) => <span className="gh-break">{Reasons.map(inWords).join('; ')}</span>,
      },
    ]}
  />
);
