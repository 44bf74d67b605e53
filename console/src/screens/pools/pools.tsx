import Link from '@cloudscape-design/components/link';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';

/** All user pools of the deployment. */
export const Screen = (_: ScreenProps<'pools'>) => (
  <Page title="User pools" description="A pool holds users, and says how they sign up and sign in.">
    <PagedTable
      title="Pools"
      of="pools"
      load={async (call, token) => {
        const { UserPools = [], NextToken } = await call('ListUserPools', { MaxResults: 20, NextToken: token });
        return { items: UserPools, next: NextToken };
      }}
      keyOf={({ Id }) => Id ?? ''}
      empty="There is no pool."
      columns={[
        { header: 'Name', cell: ({ Name, Id = '' }) => <Link href={href('pools', Id)}>{Name}</Link> },
        { header: 'Id', cell: ({ Id }) => Id },
        { header: 'Made', cell: ({ CreationDate }) => <Time at={CreationDate} /> },
        { header: 'Changed', cell: ({ LastModifiedDate }) => <Time at={LastModifiedDate} /> },
      ]}
    />
  </Page>
);
