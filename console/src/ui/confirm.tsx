import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { commandOf, withoutSecrets } from '../api/commands.ts';
import { useServices } from '../api/context.ts';
import type { AnswerOf, Operation, RequestOf } from '../api/operations.ts';
import { CallShown } from './call-shown.tsx';
import { ErrorAlert } from './error-alert.tsx';
import { useAction } from './use-action.ts';

interface Props<Name extends Operation> {
  /** The question, such as "Delete the group staff?" */
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly children: ReactNode;
  /** What the button says. */
  readonly action: string;
  readonly operation: Name;
  readonly request: RequestOf<Name>;
  /** A command of gatehouse-pools that does the same, where there is one. */
  readonly command?: string;
  /** A text to be typed first, for what cannot be undone. */
  readonly typed?: string;
  readonly onDone: (answer: AnswerOf<Name>) => void;
  readonly onDismiss: () => void;
}

/** Asks before something is done: what will happen, and the call that does it. Show it only while it asks. */
export const Confirm = <Name extends Operation>(props: Props<Name>) => {
  const { title, children, action, operation, request, command, typed, onDone, onDismiss } = props;
  const { place } = useServices();
  const { run, busy, error } = useAction();
  const [text, setText] = useState('');
  const go = async (): Promise<void> => {
    const done = await run(async (call) => ({ answer: await call(operation, request, command ? { command } : {}) }));
    if (done) onDone(done.answer);
  };
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} disabled={typed !== undefined && text !== typed} onClick={go}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div className="gh-break">{children}</div>
        {typed !== undefined && (
          <FormField label={`To confirm, type ${typed}`}>
            <Input value={text} onChange={({ detail }) => setText(detail.value)} autoComplete={false} />
          </FormField>
        )}
        <ExpandableSection headerText="The call that does this">
          <CallShown
            operation={operation}
            request={withoutSecrets(request)}
            command={command ?? commandOf(operation, request, place)}
          />
        </ExpandableSection>
        <ErrorAlert error={error} />
      </SpaceBetween>
    </Modal>
  );
};
