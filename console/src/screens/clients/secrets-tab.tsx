import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { AnswerOf } from '../../api/operations.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';
import { useAction } from '../../ui/use-action.ts';

type Secret = NonNullable<AnswerOf<'ListUserPoolClientSecrets'>['ClientSecrets']>[number];

interface Props {
  readonly of: { readonly UserPoolId: string; readonly ClientId: string };
  readonly secret: string | undefined;
}

/** The secrets of an app client. A secret is in the page only once somebody asks for it. */
export const SecretsTab = ({ of, secret }: Props) => {
  const [isShown, setShown] = useState(false);
  const [fresh, setFresh] = useState<string>();
  const [asks, setAsks] = useState<{ readonly secret: Secret; readonly reload: () => void }>();
  const { run, busy, error } = useAction();
  const flashes = useFlashes();
  const add = async (reload: () => void): Promise<void> => {
    const added = await run((call) => call('AddUserPoolClientSecret', of));
    if (!added) return;
    setFresh(added.ClientSecretDescriptor?.ClientSecretValue);
    reload();
  };
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">The secret</Header>}>
        {secret === undefined ? (
          <p>The client has none, or it is not told to you.</p>
        ) : isShown ? (
          <CopyButton text={secret} what="the secret" variant="inline" />
        ) : (
          <Button onClick={() => setShown(true)}>Show the secret</Button>
        )}
      </Container>
      {fresh !== undefined && (
        <Alert
          type="success"
          statusIconAriaLabel="Done"
          header="The new secret"
          dismissible
          onDismiss={() => setFresh(undefined)}
        >
          <CopyButton text={fresh} what="the new secret" variant="inline" />
          <p>Put it where your app keeps secrets, and delete the former one once every server has it.</p>
        </Alert>
      )}
      <ErrorAlert error={error} />
      <PagedTable<Secret>
        title="All secrets"
        description="A client has two at most. Both count, so that no server fails while they are changed."
        of={of.ClientId}
        load={async (call, token) => {
          const { ClientSecrets = [], NextToken } = await call('ListUserPoolClientSecrets', {
            ...of,
            NextToken: token,
          });
          return { items: ClientSecrets, next: NextToken };
        }}
        keyOf={({ ClientSecretId = '' }) => ClientSecretId}
        empty="The client has no secret."
        choose="single"
        actions={([chosen], reload) => [
          <Button key="delete" disabled={!chosen} onClick={() => chosen && setAsks({ secret: chosen, reload })}>
            Delete
          </Button>,
          <Button key="add" variant="primary" loading={busy} onClick={() => add(reload)}>
            Add a secret
          </Button>,
        ]}
        columns={[
          { header: 'Id', cell: ({ ClientSecretId }) => ClientSecretId },
          { header: 'Made', cell: ({ ClientSecretCreateDate }) => <Time at={ClientSecretCreateDate} /> },
        ]}
      />
      {asks && (
        <Confirm
          title="Delete this secret?"
          action="Delete the secret"
          operation="DeleteUserPoolClientSecret"
          request={{ ...of, ClientSecretId: asks.secret.ClientSecretId }}
          onDone={() => {
            flashes.done('The secret was deleted.');
            setAsks(undefined);
            asks.reload();
          }}
          onDismiss={() => setAsks(undefined)}
        >
          Servers that still use it are refused at once. It cannot be had back.
        </Confirm>
      )}
    </SpaceBetween>
  );
};
