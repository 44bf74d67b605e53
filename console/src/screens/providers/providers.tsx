import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import type { AnswerOf } from '../../api/operations.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';

type Provider = NonNullable<AnswerOf<'ListIdentityProviders'>['Providers']>[number];

/** The identity providers of a pool. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/providers'>) => (
  <Page title="Providers" description="Where users come from who have an account elsewhere.">
    <PagedTable<Provider>
      title="All providers"
      of={pool}
      load={async (call, token) => {
        const asked = { UserPoolId: pool, MaxResults: 20, NextToken: token };
        const { Providers = [], NextToken } = await call('ListIdentityProviders', asked);
        return { items: Providers, next: NextToken };
      }}
      keyOf={({ ProviderName = '' }) => ProviderName}
      empty="The pool has no providers: all users are its own."
      actions={() => (
        <Button variant="primary" href={href('pools', pool, 'new-provider')}>
          Make a provider
        </Button>
      )}
      columns={[
        {
          header: 'Name',
          cell: ({ ProviderName = '' }) => (
            <Link href={href('pools', pool, 'providers', ProviderName)}>{ProviderName}</Link>
          ),
        },
        { header: 'Kind', cell: ({ ProviderType }) => ProviderType },
        { header: 'Made', cell: ({ CreationDate }) => <Time at={CreationDate} /> },
        { header: 'Changed', cell: ({ LastModifiedDate }) => <Time at={LastModifiedDate} /> },
      ]}
    />
  </Page>
);
