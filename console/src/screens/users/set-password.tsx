import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { SwitchField } from '../../ui/fields.tsx';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import { named, type UserPlace } from './place.ts';
import { strongPassword } from './strong-password.ts';

interface Props extends UserPlace {
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

/** Sets a password that the browser makes up. It is shown once, and kept nowhere: only this dialog has it. */
export const SetPassword = ({ onDone, onDismiss, ...user }: Props) => {
  const action = useAction();
  const [permanent, setPermanent] = useState(false);
  const [password, setPassword] = useState<string>();
  const set = async (): Promise<void> => {
    const made = await action.run(async (call) => {
      const { UserPool } = await call('DescribeUserPool', { UserPoolId: user.pool });
      const Password = strongPassword(UserPool?.Policies?.PasswordPolicy ?? {});
      await call('AdminSetUserPassword', { ...named(user), Password, Permanent: permanent });
      return Password;
    });
    if (made !== undefined) setPassword(made);
  };
  if (password === undefined) {
    return (
      <Modal visible header={`Set a password: ${user.username}`} closeAriaLabel="Close" onDismiss={onDismiss}>
        <CallForm action={action} submit="Set a password" onSubmit={set} onCancel={onDismiss}>
          <SpaceBetween size="m">
            <div>
              A strong password is made up in this browser and shown once. The one before stops working, and cannot be
              brought back.
            </div>
            <SwitchField
              label="It stays"
              description="Otherwise it is temporary: the user sets another one at the next sign-in."
              value={permanent}
              onChange={setPermanent}
            />
          </SpaceBetween>
        </CallForm>
      </Modal>
    );
  }
  const close = (): void => {
    setPassword(undefined);
    onDismiss();
    onDone();
  };
  return (
    <Modal
      visible
      header="The new password"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Button variant="primary" onClick={close}>
          I have passed it on
        </Button>
      }
    >
      <SpaceBetween size="m">
        <Alert type="info" statusIconAriaLabel="Information">
          It is shown only now. Nobody can look it up later.
        </Alert>
        <code className="gh-break" data-testid="new-password">
          {password}
        </code>
        <CopyButton text={password} what="the password" variant="button" />
      </SpaceBetween>
    </Modal>
  );
};
