import Tabs from '@cloudscape-design/components/tabs';
import type { ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import { ClientChoice } from '../parts/client-choice.tsx';
import { Classic } from './classic.tsx';
import { Managed } from './managed.tsx';

/** How the hosted pages of a client look, with a preview of what is not saved. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/branding'>) => (
  <Page
    title="Branding"
    description="The hosted pages of an app client. The domain decides which of the two families of pages users see."
  >
    <ClientChoice pool={pool} label="App client" description="Each has a style of its own.">
      {(client) => (
        <Tabs
          tabs={[
            { id: 'managed', label: 'Managed login', content: <Managed key={client} pool={pool} client={client} /> },
            { id: 'classic', label: 'Classic pages', content: <Classic key={client} pool={pool} client={client} /> },
          ]}
        />
      )}
    </ClientChoice>
  </Page>
);
