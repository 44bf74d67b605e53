import Container from '@cloudscape-design/components/container';
import { useState } from 'react';
import { navigate } from '../../router/location.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { ChoiceField, NumberField, SwitchField, TextField } from '../../ui/fields.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { CallForm } from '../../ui/form.tsx';
import { Page } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

type Names = 'username' | 'username and email' | 'email' | 'phone_number' | 'email or phone_number';

const nameChoices: readonly { readonly value: Names; readonly label: string; readonly description: string }[] = [
  { value: 'email', label: 'E-mail', description: 'The e-mail is the name of a user.' },
  { value: 'phone_number', label: 'Phone number', description: 'The phone number is the name of a user.' },
  { value: 'email or phone_number', label: 'E-mail or phone number', description: 'Either is the name of a user.' },
  { value: 'username', label: 'Username', description: 'A name of the user’s choice, and nothing else.' },
  { value: 'username and email', label: 'Username or e-mail', description: 'A name, and an e-mail beside it.' },
];

type Verified = 'email' | 'phone_number';

const namedBy = (names: Names): { readonly verified: Verified[]; readonly members: object } => {
  switch (names) {
    case 'username':
      return { verified: [], members: {} };
    case 'username and email':
      return { verified: ['email'], members: { AliasAttributes: ['email'] } };
    case 'email or phone_number':
      return { verified: ['email', 'phone_number'], members: { UsernameAttributes: ['email', 'phone_number'] } };
    default:
      return { verified: [names], members: { UsernameAttributes: [names] } };
  }
};

/** Makes a pool: the choices that matter at first. All others are in its settings. */
export const Screen = (_: ScreenProps<'new-pool'>) => {
  const [name, setName] = useState('');
  const [names, setNames] = useState<Names>('email');
  const [onlyAdmins, setOnlyAdmins] = useState(false);
  const [length, setLength] = useState<number | undefined>(12);
  const [protect, setProtect] = useState(true);
  const action = useAction();
  const { done } = useFlashes();

  const make = () =>
    action.run(async (call) => {
      const { verified, members } = namedBy(names);
      const { UserPool } = await call('CreateUserPool', {
        PoolName: name,
        ...members,
        UsernameConfiguration: { CaseSensitive: false },
        ...(verified.length > 0 && {
          AutoVerifiedAttributes: verified,
          UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: verified },
        }),
        ...(length !== undefined && { Policies: { PasswordPolicy: { MinimumLength: length } } }),
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: onlyAdmins },
        DeletionProtection: protect ? 'ACTIVE' : 'INACTIVE',
      });
      done(`The pool ${name} is made.`);
      navigate(href('pools', UserPool?.Id ?? ''));
    });

  return (
    <Page title="Make a pool" description="Everything can be changed later: by its settings, or by a change.">
      <Container>
        <CallForm
          action={action}
          submit="Make the pool"
          onSubmit={() => void make()}
          onCancel={() => navigate(href('pools'))}
        >
          <TextField label="Name" description="For people; nothing depends on it." value={name} onChange={setName} />
          <ChoiceField
            label="Users sign in with"
            description="Addresses are verified, and kept until a new one is. Case does not matter."
            value={names}
            onChange={setNames}
            choices={nameChoices}
          />
          <NumberField label="Least length of passwords" value={length} onChange={setLength} />
          <SwitchField
            label="Only administrators make users"
            description="Otherwise, anybody may sign up."
            value={onlyAdmins}
            onChange={setOnlyAdmins}
          />
          <SwitchField
            label="Protect it from deletion"
            description="Then the protection has to be lifted before the pool can be deleted."
            value={protect}
            onChange={setProtect}
          />
        </CallForm>
      </Container>
    </Page>
  );
};
