import Alert from '@cloudscape-design/components/alert';
import Modal from '@cloudscape-design/components/modal';
import Table from '@cloudscape-design/components/table';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import { type ClientDocument, toDocument } from './client-settings.ts';
import { type Merged, merge } from './merge.ts';

/** A difference between what is and what is to be. */
interface Difference {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

const shown = (value: unknown): string => (value === undefined ? '-' : JSON.stringify(value));

const Differences = ({ all }: { readonly all: readonly Difference[] }) => (
  <Table<Difference>
    items={all}
    variant="embedded"
    wrapLines
    ariaLabels={{ tableLabel: 'What changes' }}
    columnDefinitions={[
      { id: 'name', header: 'Setting', cell: ({ name }) => name, isRowHeader: true },
      { id: 'before', header: 'Now', cell: ({ before }) => <span className="gh-break">{shown(before)}</span> },
      { id: 'after', header: 'Then', cell: ({ after }) => <span className="gh-break">{shown(after)}</span> },
    ]}
  />
);

/** What is about to be saved. */
export interface Pending {
  readonly merged: Merged<ClientDocument>;
  readonly now: ClientDocument;
}

/** Reads the client again, and puts the changes that were made here on top of what it is now. */
export const usePending = (of: { readonly UserPoolId: string; readonly ClientId: string }) => {
  const action = useAction();
  const prepare = (read: ClientDocument, edited: ClientDocument): Promise<Pending | undefined> =>
    action.run(async (call) => {
      const { UserPoolClient: client = {} } = await call('DescribeUserPoolClient', of);
      const now = toDocument(client);
      return { merged: merge(read, edited, now), now };
    });
  return { ...action, prepare };
};

interface Props {
  readonly of: { readonly UserPoolId: string; readonly ClientId: string };
  readonly pending: Pending;
  readonly onDone: () => void;
  /** Somebody has changed the client once more: the differences have to be shown anew. */
  readonly onChanged: () => void;
  readonly onDismiss: () => void;
}

/** Shows what saving would change, and what somebody else has changed since the screen was opened. */
export const SaveClient = ({ of, pending: { merged, now }, onDone, onChanged, onDismiss }: Props) => {
  const action = useAction();
  const { document, own, others, both } = merged;
  const before: Readonly<Record<string, unknown>> = { ...now };
  const after: Readonly<Record<string, unknown>> = { ...document };
  const save = async (): Promise<void> => {
    const outcome = await action.run(async (call) => {
      // The API replaces the whole document, whoever wrote it last. So it is read once more, right before.
      const { UserPoolClient: client = {} } = await call('DescribeUserPoolClient', of);
      if (JSON.stringify(toDocument(client)) !== JSON.stringify(now)) return 'changed';
      await call('UpdateUserPoolClient', { ...of, ...document });
      return 'saved';
    });
    if (outcome === 'saved') onDone();
    if (outcome === 'changed') onChanged();
  };
  return (
    <Modal visible size="large" header="Save the changes?" closeAriaLabel="Close" onDismiss={onDismiss}>
      <CallForm action={action} submit="Save" disabled={own.length === 0} onSubmit={save} onCancel={onDismiss}>
        {others.length > 0 && (
          <Alert type="warning" statusIconAriaLabel="Warning" header="Somebody else has changed this client meanwhile">
            Changed since you opened it: {others.join(', ')}. Those changes stay
            {both.length > 0 ? `, except ${both.join(', ')}, which you have changed, too.` : '.'}
          </Alert>
        )}
        {own.length === 0 ? (
          <p>You have changed nothing.</p>
        ) : (
          <Differences all={own.map((name) => ({ name, before: before[name], after: after[name] }))} />
        )}
      </CallForm>
    </Modal>
  );
};
