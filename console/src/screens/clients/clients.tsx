import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';
import type { AnswerOf } from '../../api/operations.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { LinesField, SwitchField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { CallDialog } from '../parts/dialog.tsx';

type Client = NonNullable<AnswerOf<'ListUserPoolClients'>['UserPoolClients']>[number];

interface MakeProps {
  readonly pool: string;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

const pages = (callbacks: readonly string[]) => ({
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ['openid', 'email', 'profile'],
  CallbackURLs: [...callbacks],
  SupportedIdentityProviders: ['COGNITO'],
});

const MakeClient = ({ pool, ...rest }: MakeProps) => {
  const [name, setName] = useState('');
  const [hasSecret, setHasSecret] = useState(false);
  const [callbacks, setCallbacks] = useState<readonly string[]>([]);
  return (
    <CallDialog
      title="Make an app client"
      submit="Make the client"
      operation="CreateUserPoolClient"
      request={() => ({
        UserPoolId: pool,
        ClientName: name,
        GenerateSecret: hasSecret,
        PreventUserExistenceErrors: 'ENABLED',
        ...(callbacks.length > 0 && pages(callbacks)),
      })}
      done={`The app client ${name} was made.`}
      disabled={name === ''}
      {...rest}
    >
      <TextField
        label="Name"
        description="What administrators and pages call the app."
        value={name}
        onChange={setName}
      />
      <SwitchField
        label="It has a secret"
        description="For servers, which can keep one. Apps in browsers and on phones cannot. It stays so."
        value={hasSecret}
        onChange={setHasSecret}
      />
      <LinesField
        label="Callback URLs, one a line"
        description="With one, the app may use the hosted pages by the code grant. More settings are on its own screen."
        value={callbacks}
        onChange={setCallbacks}
      />
    </CallDialog>
  );
};

/** The app clients of a pool. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/clients'>) => {
  const flashes = useFlashes();
  const [asks, setAsks] = useState<{ readonly reload: () => void; readonly client?: Client }>();
  const close = (): void => setAsks(undefined);
  const client = asks?.client;
  return (
    <Page
      title="App clients"
      description="An app client is an app as the pool knows it: what it may ask for, and how long its tokens last."
    >
      <PagedTable<Client>
        title="All app clients"
        of={pool}
        load={async (call, token) => {
          const asked = { UserPoolId: pool, MaxResults: 20, NextToken: token };
          const { UserPoolClients = [], NextToken } = await call('ListUserPoolClients', asked);
          return { items: UserPoolClients, next: NextToken };
        }}
        keyOf={({ ClientId = '' }) => ClientId}
        empty="The pool has no app clients."
        choose="single"
        actions={([chosen], reload) => [
          <Button key="delete" disabled={!chosen} onClick={() => chosen && setAsks({ reload, client: chosen })}>
            Delete
          </Button>,
          <Button key="make" variant="primary" onClick={() => setAsks({ reload })}>
            Make an app client
          </Button>,
        ]}
        columns={[
          {
            header: 'Name',
            cell: ({ ClientName, ClientId = '' }) => (
              <Link href={href('pools', pool, 'clients', ClientId)}>{ClientName}</Link>
            ),
          },
          { header: 'Id', cell: ({ ClientId }) => ClientId },
        ]}
      />
      {asks && !client && (
        <MakeClient
          pool={pool}
          onDone={() => {
            close();
            asks.reload();
          }}
          onDismiss={close}
        />
      )}
      {asks && client && (
        <Confirm
          title={`Delete the app client ${client.ClientName}?`}
          action="Delete the client"
          operation="DeleteUserPoolClient"
          request={{ UserPoolId: pool, ClientId: client.ClientId }}
          typed={client.ClientName ?? ''}
          onDone={() => {
            flashes.done(`The app client ${client.ClientName} was deleted.`);
            close();
            asks.reload();
          }}
          onDismiss={close}
        >
          Nobody can sign in to the app any more, and its refresh tokens end. A new client would have another id.
        </Confirm>
      )}
    </Page>
  );
};
