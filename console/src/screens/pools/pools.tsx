import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';

interface Doomed {
  readonly id: string;
  readonly name: string;
  readonly reload: () => void;
}

/** All user pools of the deployment. */
export const Screen = (_: ScreenProps<'pools'>) => {
  const [doomed, setDoomed] = useState<Doomed>();
  const { done } = useFlashes();
  return (
    <Page
      title="User pools"
      description="A pool holds users, and says how they sign up and sign in."
      actions={
        <Button variant="primary" href={href('new-pool')}>
          Make a pool
        </Button>
      }
    >
      <PagedTable
        title="Pools"
        of="pools"
        load={async (call, token) => {
          const { UserPools = [], NextToken } = await call('ListUserPools', { MaxResults: 20, NextToken: token });
          return { items: UserPools, next: NextToken };
        }}
        keyOf={({ Id }) => Id ?? ''}
        empty="There is no pool."
        choose="single"
        actions={([chosen], reload) => (
          <Button
            disabled={!chosen}
            onClick={() => setDoomed({ id: chosen?.Id ?? '', name: chosen?.Name ?? '', reload })}
          >
            Delete
          </Button>
        )}
        columns={[
          { header: 'Name', cell: ({ Name, Id = '' }) => <Link href={href('pools', Id)}>{Name}</Link> },
          { header: 'Id', cell: ({ Id }) => Id },
          { header: 'Made', cell: ({ CreationDate }) => <Time at={CreationDate} /> },
          { header: 'Changed', cell: ({ LastModifiedDate }) => <Time at={LastModifiedDate} /> },
        ]}
      />
      {doomed && (
        <Confirm
          title={`Delete the pool ${doomed.name}?`}
          action="Delete"
          operation="DeleteUserPool"
          request={{ UserPoolId: doomed.id }}
          command={`gatehouse-pools pools delete ${doomed.id} --yes`}
          typed={doomed.name}
          onDone={() => {
            done(`The pool ${doomed.name} is deleted.`);
            setDoomed(undefined);
            doomed.reload();
          }}
          onDismiss={() => setDoomed(undefined)}
        >
          Everybody in the pool is deleted with it, and its app clients, groups, domains and providers. Nothing brings
          them back. A pool that is protected from deletion is refused.
        </Confirm>
      )}
    </Page>
  );
};
