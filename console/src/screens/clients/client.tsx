import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useState } from 'react';
import { useServices } from '../../api/context.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { SettingFields } from '../parts/settings.tsx';
import { type Client, type ClientDocument, clientSettings, toDocument } from './client-settings.ts';
import { OAuthTab } from './oauth-tab.tsx';
import { type Pending, SaveClient, usePending } from './save-client.tsx';
import { SecretsTab } from './secrets-tab.tsx';
import { snippetsFor } from './snippets.ts';

interface TabProps {
  readonly client: Client;
  readonly of: { readonly UserPoolId: string; readonly ClientId: string };
}

const SettingsTab = ({ client, of, reload }: TabProps & { readonly reload: () => void }) => {
  const flashes = useFlashes();
  // What was read, and what was made of it here. A new reading does not touch what somebody types.
  const [read, setRead] = useState<ClientDocument>(() => toDocument(client));
  const [edited, setEdited] = useState<ClientDocument>(read);
  const [pending, setPending] = useState<Pending>();
  const { prepare, busy, error } = usePending(of);
  const ask = async (): Promise<void> => setPending(await prepare(read, edited));
  return (
    <SpaceBetween size="l">
      <SettingFields groups={clientSettings} document={edited} onChange={setEdited} />
      <ErrorAlert error={error} />
      <Button variant="primary" loading={busy} onClick={ask}>
        Look at the changes
      </Button>
      {pending && (
        <SaveClient
          of={of}
          pending={pending}
          onChanged={ask}
          onDismiss={() => setPending(undefined)}
          onDone={() => {
            setRead(pending.merged.document);
            setEdited(pending.merged.document);
            setPending(undefined);
            flashes.done('The app client was changed.');
            reload();
          }}
        />
      )}
    </SpaceBetween>
  );
};

const LibrariesTab = ({ client, of }: TabProps) => {
  const { place } = useServices();
  const named = {
    ...place,
    poolId: of.UserPoolId,
    clientId: of.ClientId,
    hasSecret: client.ClientSecret !== undefined,
    redirectUri: client.DefaultRedirectURI ?? client.CallbackURLs?.[0] ?? 'https://app.example.com/callback',
    scopes: client.AllowedOAuthScopes ?? ['openid'],
  };
  return (
    <SpaceBetween size="l">
      {snippetsFor(named).map(({ library, text }) => (
        <Container
          key={library}
          header={
            <Header variant="h3" actions={<CopyButton text={text} what={`the settings for ${library}`} />}>
              {library}
            </Header>
          }
        >
          <section className="gh-code" aria-label={`Settings for ${library}`}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
            <pre tabIndex={0}>{text}</pre>
          </section>
        </Container>
      ))}
    </SpaceBetween>
  );
};

/** One app client: its settings, its secrets, and what libraries need to know. */
export const Screen = ({ params: { pool, client: id } }: ScreenProps<'pools/:pool/clients/:client'>) => {
  const of = { UserPoolId: pool, ClientId: id };
  const described = useAnswer('DescribeUserPoolClient', of);
  return (
    <Page title={described.answer?.UserPoolClient?.ClientName ?? id}>
      <Answered of={described}>
        {({ UserPoolClient: client }) =>
          client && (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">The app client</Header>}>
                <Facts
                  of={{
                    Id: <CopyButton text={id} what="the id" variant="inline" />,
                    Made: <Time at={client.CreationDate} />,
                    Changed: <Time at={client.LastModifiedDate} />,
                  }}
                />
              </Container>
              <Tabs
                tabs={[
                  {
                    id: 'settings',
                    label: 'Settings',
                    content: <SettingsTab client={client} of={of} reload={described.reload} />,
                  },
                  { id: 'oauth', label: 'OAuth beyond Cognito', content: <OAuthTab of={of} /> },
                  { id: 'secrets', label: 'Secrets', content: <SecretsTab of={of} secret={client.ClientSecret} /> },
                  { id: 'libraries', label: 'For libraries', content: <LibrariesTab client={client} of={of} /> },
                ]}
              />
            </SpaceBetween>
          )
        }
      </Answered>
    </Page>
  );
};
