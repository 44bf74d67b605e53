import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useEffect, useState } from 'react';
import { useServices } from '../../api/context.ts';
import { isAbort } from '../../api/errors.ts';
import type { ProviderTest } from '../../api/own/parts.ts';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { useAction } from '../../ui/use-action.ts';
import { ClientChoice } from '../parts/client-choice.tsx';

interface Row {
  readonly Name: string;
  readonly Value: string;
}

const Values = ({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) => (
  <Table<Row>
    items={rows}
    variant="embedded"
    wrapLines
    header={<Header variant="h3">{title}</Header>}
    ariaLabels={{ tableLabel: title }}
    empty={<Box color="text-body-secondary">None</Box>}
    columnDefinitions={[
      { id: 'name', header: 'Name', cell: ({ Name }) => <span className="gh-break">{Name}</span>, isRowHeader: true },
      { id: 'value', header: 'Value', cell: ({ Value }) => <span className="gh-break">{Value}</span> },
    ]}
  />
);

const toRows = (remarks: ProviderTest['Faults'] = []): readonly Row[] =>
  remarks.map(({ Name, Claim, Reason }) => ({ Name, Value: Claim === undefined ? Reason : `${Claim}: ${Reason}` }));

const Result = ({ test }: { readonly test: ProviderTest }) => (
  <SpaceBetween size="l">
    {test.Status === 'SUCCEEDED' ? (
      <Alert type="success" statusIconAriaLabel="Success" header="The sign-in works">
        The provider means {test.Subject}. Nobody was signed in, and no user was made.
      </Alert>
    ) : (
      <Alert type="error" statusIconAriaLabel="Error" header="Nobody would be signed in">
        {test.Error ? `${test.Error.Code}: ${test.Error.Message}` : 'An attribute does not do: see below.'}
      </Alert>
    )}
    <Values title="Attributes that a new user would have" rows={test.UserAttributes ?? []} />
    <Values title="Attributes that do not do" rows={toRows(test.Faults)} />
    <Values title="Mapped, but without a value" rows={toRows(test.Skipped)} />
    <Values title="What the provider says" rows={test.Claims ?? []} />
    {(test.ClaimsLeftOut ?? 0) > 0 && <p>{test.ClaimsLeftOut} more claims are not shown.</p>}
  </SpaceBetween>
);

interface Started {
  readonly TestId: string;
  readonly TestUrl: string;
}

const betweenMs = 3000;

const Waiting = ({
  pool,
  started,
  onTold,
}: {
  pool: string;
  started: Started;
  onTold: (test: ProviderTest) => void;
}) => {
  const { call } = useServices();
  const [error, setError] = useState<unknown>();
  const { TestId } = started;

  useEffect(() => {
    const left = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const test = await call('AdminGetProviderTest', { UserPoolId: pool, TestId }, { signal: left.signal });
        if (left.signal.aborted) return;
        if (test.Status === 'SUCCEEDED' || test.Status === 'FAILED') onTold(test);
        else setTimeout(() => !left.signal.aborted && void ask(), betweenMs);
      } catch (failure) {
        if (!isAbort(failure)) setError(failure);
      }
    };
    void ask();
    return () => left.abort();
  }, [call, pool, TestId, onTold]);

  return (
    <SpaceBetween size="m">
      <Alert type="info" statusIconAriaLabel="Info" header="Open the address, and sign in at the provider">
        <Link href={started.TestUrl} external externalIconAriaLabel="Opens in a new tab">
          Open the test
        </Link>
        <p>It counts once, for ten minutes. What comes of it is shown here.</p>
      </Alert>
      <ErrorAlert error={error} />
    </SpaceBetween>
  );
};

const Try = ({ pool, provider, client }: { pool: string; provider: string; client: string }) => {
  const action = useAction();
  const [started, setStarted] = useState<Started>();
  const [told, setTold] = useState<ProviderTest>();
  const start = async (): Promise<void> => {
    setTold(undefined);
    const asked = { UserPoolId: pool, ClientId: client, ProviderName: provider };
    setStarted(await action.run((call) => call('AdminStartProviderTest', asked)));
  };
  return (
    <SpaceBetween size="m">
      <Button variant="primary" loading={action.busy} onClick={start}>
        Start a test
      </Button>
      <ErrorAlert error={action.error} />
      {started && !told && <Waiting key={started.TestId} pool={pool} started={started} onTold={setTold} />}
      {told && <Result test={told} />}
    </SpaceBetween>
  );
};

/** A sign-in at the provider that shows what it sends, and makes nobody a user. */
export const TestSignIn = ({ pool, provider }: { readonly pool: string; readonly provider: string }) => (
  <Container
    header={
      <Header
        variant="h2"
        description="A sign-in at the provider, which shows what it sends. Nobody becomes a user by it."
      >
        Test sign-in
      </Header>
    }
  >
    <SpaceBetween size="m">
      <ClientChoice
        pool={pool}
        label="As a user of"
        description="The app client decides which attributes may be written."
      >
        {(client) => <Try key={client} pool={pool} provider={provider} client={client} />}
      </ClientChoice>
    </SpaceBetween>
  </Container>
);
