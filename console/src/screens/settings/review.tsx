import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { commandOf, withoutSecrets } from '../../api/commands.ts';
import { useServices } from '../../api/context.ts';
import { CallShown } from '../../ui/call-shown.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import type { Action } from '../../ui/use-action.ts';
import type { Difference } from './paths.ts';

interface Props {
  readonly operation: string;
  readonly request: object;
  readonly changes: readonly Difference[];
  /** What others changed since the form was opened. */
  readonly meanwhile: readonly Difference[];
  readonly action: Action;
  readonly onSave: () => void;
  readonly onDismiss: () => void;
}

const shown = (value: unknown): string =>
  value === undefined ? '(not set)' : typeof value === 'string' ? value : JSON.stringify(value);

const overlaps = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

/** What is going to change, before it does. */
export const Review = ({ operation, request, changes, meanwhile, action, onSave, onDismiss }: Props) => {
  const { place } = useServices();
  const both = meanwhile.filter(({ path }) => changes.some((change) => overlaps(change.path, path)));
  return (
    <Modal
      visible
      size="large"
      header="Save these settings?"
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button variant="primary" loading={action.busy} disabled={changes.length === 0} onClick={onSave}>
              {both.length > 0 ? 'Save over it' : 'Save'}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {meanwhile.length > 0 && (
          <Alert type="warning" header="Somebody else changed this pool meanwhile" statusIconAriaLabel="Warning">
            <p>
              {meanwhile.map(({ path, after }) => `${path} is now ${shown(after)}`).join('; ')}.{' '}
              {both.length > 0
                ? `You change the same: ${both.map(({ path }) => path).join(', ')}.`
                : 'What you did not change stays as it is now.'}
            </p>
          </Alert>
        )}
        <Table
          items={changes}
          trackBy="path"
          wrapLines
          variant="embedded"
          ariaLabels={{ tableLabel: 'Changes' }}
          columnDefinitions={[
            { id: 'path', header: 'Setting', cell: ({ path }) => path, isRowHeader: true },
            { id: 'before', header: 'Now', cell: ({ before }) => <span className="gh-break">{shown(before)}</span> },
            { id: 'after', header: 'Then', cell: ({ after }) => <span className="gh-break">{shown(after)}</span> },
          ]}
          empty="The pool has these settings already."
        />
        <ExpandableSection headerText="The call that does this">
          <CallShown
            operation={operation}
            request={withoutSecrets(request)}
            command={commandOf(operation, request, place)}
          />
        </ExpandableSection>
        <ErrorAlert error={action.error} />
      </SpaceBetween>
    </Modal>
  );
};
