import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { AnswerOf } from '../../api/operations.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { LinesField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { CallDialog } from '../parts/dialog.tsx';

type Server = NonNullable<AnswerOf<'ListResourceServers'>['ResourceServers']>[number];

interface EditProps {
  readonly pool: string;
  readonly server: Server | undefined;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

const toLines = (server: Server | undefined): readonly string[] =>
  (server?.Scopes ?? []).map(({ ScopeName, ScopeDescription }) => `${ScopeName}=${ScopeDescription}`);

const toScopes = (lines: readonly string[]) =>
  lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [ScopeName = '', ...words] = line.split('=');
      return { ScopeName: ScopeName.trim(), ScopeDescription: words.join('=').trim() || ScopeName.trim() };
    });

const Edit = ({ pool, server, ...rest }: EditProps) => {
  const [identifier, setIdentifier] = useState(server?.Identifier ?? '');
  const [name, setName] = useState(server?.Name ?? '');
  const [scopes, setScopes] = useState(toLines(server));
  return (
    <CallDialog
      title={server ? `Change ${server.Name}` : 'Make a resource server'}
      submit="Save"
      operation={server ? 'UpdateResourceServer' : 'CreateResourceServer'}
      request={() => ({ UserPoolId: pool, Identifier: identifier, Name: name, Scopes: toScopes(scopes) })}
      done={`The resource server ${name} was saved.`}
      disabled={identifier === '' || name === ''}
      {...rest}
    >
      <TextField
        label="Identifier"
        description="Scopes begin with it. Often the address of the API. It cannot be changed."
        value={identifier}
        disabled={server !== undefined}
        onChange={setIdentifier}
      />
      <TextField label="Name" description="What administrators call it." value={name} onChange={setName} />
      <LinesField
        label="Scopes"
        description="One a line: name=description. Clients that ask for a scope that is taken away are refused."
        value={scopes}
        onChange={setScopes}
      />
    </CallDialog>
  );
};

type Asks = { readonly reload: () => void; readonly server?: Server | undefined; readonly what: 'edit' | 'delete' };

/** The resource servers of a pool. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/resource-servers'>) => {
  const flashes = useFlashes();
  const [asks, setAsks] = useState<Asks>();
  const close = (): void => setAsks(undefined);
  return (
    <Page title="Resource servers" description="An API of yours, with the scopes that access tokens may have for it.">
      <PagedTable<Server>
        title="All resource servers"
        of={pool}
        load={async (call, token) => {
          const asked = { UserPoolId: pool, MaxResults: 20, NextToken: token };
          const { ResourceServers = [], NextToken } = await call('ListResourceServers', asked);
          return { items: ResourceServers, next: NextToken };
        }}
        keyOf={({ Identifier = '' }) => Identifier}
        empty="The pool has no resource servers."
        choose="single"
        actions={([server], reload) => [
          <Button key="delete" disabled={!server} onClick={() => setAsks({ what: 'delete', server, reload })}>
            Delete
          </Button>,
          <Button key="change" disabled={!server} onClick={() => setAsks({ what: 'edit', server, reload })}>
            Change
          </Button>,
          <Button key="make" variant="primary" onClick={() => setAsks({ what: 'edit', reload })}>
            Make a resource server
          </Button>,
        ]}
        columns={[
          { header: 'Name', cell: ({ Name }) => Name },
          { header: 'Identifier', cell: ({ Identifier }) => Identifier },
          { header: 'Scopes', cell: ({ Scopes = [] }) => Scopes.map(({ ScopeName }) => ScopeName).join(', ') || '-' },
        ]}
      />
      {asks?.what === 'edit' && (
        <Edit
          pool={pool}
          server={asks.server}
          onDone={() => {
            close();
            asks.reload();
          }}
          onDismiss={close}
        />
      )}
      {asks?.what === 'delete' && asks.server && (
        <Confirm
          title={`Delete the resource server ${asks.server.Name}?`}
          action="Delete the resource server"
          operation="DeleteResourceServer"
          request={{ UserPoolId: pool, Identifier: asks.server.Identifier }}
          onDone={() => {
            flashes.done('The resource server was deleted.');
            close();
            asks.reload();
          }}
          onDismiss={close}
        >
          Clients get no tokens with its scopes any more. Tokens that are out keep theirs until they end.
        </Confirm>
      )}
    </Page>
  );
};
