import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { ErrorAlert } from './error-alert.tsx';
import type { Action } from './use-action.ts';

interface Props {
  /** By useAction: whether it is being sent, and why it was refused. */
  readonly action: Pick<Action, 'busy' | 'error'>;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly onCancel?: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A form. Enter sends it, and what the API refuses stands above its buttons. */
export const CallForm = ({ action, submit, onSubmit, onCancel, disabled = false, children }: Props) => (
  <form
    onSubmit={(event) => {
      event.preventDefault();
      if (!action.busy && !disabled) onSubmit();
    }}
  >
    <Form
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {onCancel && (
            <Button variant="link" formAction="none" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button variant="primary" loading={action.busy} disabled={disabled}>
            {submit}
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        {children}
        <ErrorAlert error={action.error} />
      </SpaceBetween>
    </Form>
  </form>
);
