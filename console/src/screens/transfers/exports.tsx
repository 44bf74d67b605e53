import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../ui/confirm.tsx';
import { LongTextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { useAction } from '../../ui/use-action.ts';

// What the API makes of it, it says itself.
const jwkIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found)) : undefined;
  } catch {
    return undefined;
  }
};

const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

interface Props {
  readonly pool: string;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

const NewExport = ({ pool, onDone, onDismiss }: Props) => {
  const action = useAction();
  const { done } = useFlashes();
  const [text, setText] = useState('');
  const key = jwkIn(text);
  // A private key must not leave the machine where it was made.
  const isPrivate = key !== undefined && secretMembers.some((name) => name in key);
  const error = isPrivate
    ? 'This is a private key. Give the public one.'
    : text !== '' && !key
      ? 'This is no JWK.'
      : '';
  const make = async (): Promise<void> => {
    if (!key) return;
    if (!(await action.run((call) => call('CreateUserPoolExport', { UserPoolId: pool, PublicKey: key })))) return;
    done('The export is begun.');
    onDone();
  };
  return (
    <Modal visible header="Export everything" closeAriaLabel="Close" onDismiss={onDismiss}>
      <CallForm action={action} submit="Export" onSubmit={make} onCancel={onDismiss} disabled={!key || isPrivate}>
        <LongTextField
          label="Public key"
          description="A JWK. Only the holder of its private key can open the export, which has every secret of the users."
          error={error}
          value={text}
          onChange={setText}
        />
      </CallForm>
    </Modal>
  );
};

const Parts = ({ pool, of, onDismiss }: { pool: string; of: string; onDismiss: () => void }) => (
  <Modal visible header="Parts of the export" closeAriaLabel="Close" onDismiss={onDismiss}>
    <PagedTable
      title="Parts"
      description="Join the files in the order of their numbers. An address works for fifteen minutes."
      of={of}
      load={async (call, token) => {
        const { Parts: items, NextToken } = await call('DescribeUserPoolExport', {
          UserPoolId: pool,
          ExportId: of,
          MaxResults: 20,
          ...(token !== undefined && { NextToken: token }),
        });
        return { items, next: NextToken };
      }}
      keyOf={({ Number: number }) => String(number)}
      empty="No part is there yet."
      columns={[
        { header: 'Part', cell: ({ Number: number }) => number },
        { header: 'Bytes', cell: ({ Bytes }) => Bytes },
        {
          header: 'File',
          cell: ({ Number: number, Url }) => (
            <Link href={Url} external externalIconAriaLabel="Opens in a new tab">
              Download part {number}
            </Link>
          ),
        },
      ]}
    />
  </Modal>
);

/** The exports of a pool, how far each is, and their files. */
export const Exports = ({ pool }: { readonly pool: string }) => {
  const { done } = useFlashes();
  const [version, setVersion] = useState(0);
  const [making, setMaking] = useState(false);
  const [stopped, setStopped] = useState<string>();
  const [shown, setShown] = useState<string>();
  const again = (): void => setVersion((last) => last + 1);
  return (
    <>
      <PagedTable
        title="Exports"
        description="Load the list again to see how far an export is. Files are kept for a week."
        of={`${pool} ${version}`}
        load={async (call, token) => {
          const { UserPoolExports: items, NextToken } = await call('ListUserPoolExports', {
            UserPoolId: pool,
            MaxResults: 20,
            ...(token !== undefined && { NextToken: token }),
          });
          return { items, next: NextToken };
        }}
        keyOf={({ ExportId }) => ExportId}
        empty="There was no export."
        actions={() => <Button onClick={() => setMaking(true)}>Export everything</Button>}
        columns={[
          { header: 'Export', cell: ({ ExportId }) => ExportId },
          { header: 'Status', cell: ({ Status: status }) => <Status of={status} /> },
          { header: 'Made', cell: ({ CreationDate }) => <Time at={CreationDate} /> },
          { header: 'Groups', cell: ({ Groups }) => Groups },
          { header: 'Users', cell: ({ Users }) => Users },
          { header: 'Message', cell: ({ CompletionMessage }) => CompletionMessage ?? '-' },
          {
            header: 'Actions',
            cell: ({ ExportId, Status: status }) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" ariaLabel={`Parts of ${ExportId}`} onClick={() => setShown(ExportId)}>
                  Parts
                </Button>
                {status === 'InProgress' && (
                  <Button variant="link" ariaLabel={`Stop ${ExportId}`} onClick={() => setStopped(ExportId)}>
                    Stop
                  </Button>
                )}
              </SpaceBetween>
            ),
          },
        ]}
      />
      {making && (
        <NewExport
          pool={pool}
          onDismiss={() => setMaking(false)}
          onDone={() => {
            setMaking(false);
            again();
          }}
        />
      )}
      {shown !== undefined && <Parts pool={pool} of={shown} onDismiss={() => setShown(undefined)} />}
      {stopped !== undefined && (
        <Confirm
          title="Stop the export?"
          action="Stop"
          operation="StopUserPoolExport"
          request={{ UserPoolId: pool, ExportId: stopped }}
          onDone={() => {
            setStopped(undefined);
            done('The export is stopped.');
            again();
          }}
          onDismiss={() => setStopped(undefined)}
        >
          What is written so far is no whole export. It cannot go on, but another one can be made.
        </Confirm>
      )}
    </>
  );
};
