import Modal from '@cloudscape-design/components/modal';
import type { ReactNode } from 'react';
import type { Operation, RequestOf } from '../../api/operations.ts';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';

interface Props<Name extends Operation> {
  readonly title: string;
  readonly submit: string;
  readonly operation: Name;
  readonly request: () => RequestOf<Name>;
  /** What is said once it is done. */
  readonly done: string;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

/** A form in a dialog, which makes one call. Show it only while it is open. */
export const CallDialog = <Name extends Operation>(props: Props<Name>) => {
  const { title, submit, operation, request, done, disabled = false, children, onDone, onDismiss } = props;
  const action = useAction();
  const flashes = useFlashes();
  const send = async (): Promise<void> => {
    const isDone = await action.run(async (call) => {
      await call(operation, request());
      return true;
    });
    if (!isDone) return;
    flashes.done(done);
    onDone();
  };
  return (
    <Modal visible header={title} closeAriaLabel="Close" onDismiss={onDismiss} size="large">
      <CallForm action={action} submit={submit} disabled={disabled} onSubmit={send} onCancel={onDismiss}>
        {children}
      </CallForm>
    </Modal>
  );
};
