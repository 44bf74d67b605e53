import Modal from '@cloudscape-design/components/modal';
import { useState } from 'react';
import { SwitchField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';

interface Props {
  readonly pool: string;
  readonly onDone: () => void;
  readonly onDismiss: () => void;
}

/** Makes a user, who gets a temporary password by the invitation. */
export const NewUser = ({ pool, onDone, onDismiss }: Props) => {
  const action = useAction();
  const { done } = useFlashes();
  const [username, setUsername] = useState('');
  const [email, setEmail] = useState('');
  const [verified, setVerified] = useState(true);
  const [invited, setInvited] = useState(true);
  const make = async (): Promise<void> => {
    const UserAttributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: String(verified) },
    ];
    const made = await action.run((call) =>
      call('AdminCreateUser', {
        UserPoolId: pool,
        Username: username,
        ...(email !== '' && { UserAttributes, DesiredDeliveryMediums: ['EMAIL'] }),
        ...(!invited && { MessageAction: 'SUPPRESS' }),
      }),
    );
    if (!made) return;
    done(`The user ${made.User?.Username ?? username} was made.`);
    onDone();
  };
  return (
    <Modal visible header="Make a user" closeAriaLabel="Close" onDismiss={onDismiss}>
      <CallForm action={action} submit="Make" onSubmit={make} onCancel={onDismiss} disabled={username === ''}>
        <TextField
          label="Username"
          description="An e-mail address or phone number, where users of the pool sign in by that. It never changes."
          value={username}
          onChange={setUsername}
        />
        <TextField label="E-mail" type="email" value={email} onChange={setEmail} />
        <SwitchField
          label="The address is known to be the user's"
          description="A verified address finds the user where it is an alias, and gets codes."
          value={verified}
          onChange={setVerified}
        />
        <SwitchField
          label="Send an invitation"
          description="It has a temporary password. Without it, set one afterwards."
          value={invited}
          onChange={setInvited}
        />
      </CallForm>
    </Modal>
  );
};
