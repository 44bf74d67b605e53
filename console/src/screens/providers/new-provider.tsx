import { href, type ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import { ProviderForm } from './provider-form.tsx';

/** Makes an identity provider. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/new-provider'>) => (
  <Page
    title="Make a provider"
    description="It counts for an app client once the client lists it among its identity providers."
  >
    <ProviderForm
      pool={pool}
      isNew
      before={{ kind: 'OIDC', name: '', details: {}, mapping: ['email=email'], identifiers: [] }}
      onDone={(name) => {
        location.hash = href('pools', pool, 'providers', name);
      }}
    />
  </Page>
);
