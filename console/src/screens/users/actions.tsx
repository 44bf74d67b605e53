import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import { navigate } from '../../router/location.ts';
import { href } from '../../router/paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flashes.tsx';
import { named, type PartProps } from './place.ts';
import { SetPassword } from './set-password.tsx';

interface Text {
  readonly label: string;
  /** What it does, and how it is undone. */
  readonly does: string;
  readonly done: string;
}

const texts = {
  AdminEnableUser: {
    label: 'Enable',
    does: 'The user can sign in again. Earlier tokens stay revoked. Disabling undoes it.',
    done: 'The user is enabled.',
  },
  AdminDisableUser: {
    label: 'Disable',
    does: 'The user cannot sign in, and all tokens are revoked. Enabling lets the user sign in again, but brings no token back.',
    done: 'The user is disabled.',
  },
  AdminConfirmSignUp: {
    label: 'Confirm the sign-up',
    does: 'The sign-up counts as confirmed without a code. No address is verified by it. It cannot be undone.',
    done: 'The sign-up is confirmed.',
  },
  AdminResetUserPassword: {
    label: 'Reset the password',
    does: 'The password stops working, and a code for a new one is sent to the verified address. Setting a password undoes it.',
    done: 'The password is reset, and a code was sent.',
  },
  AdminSetUserPassword: {
    label: 'Set a password',
    does: '',
    done: 'The password is set.',
  },
  AdminUserGlobalSignOut: {
    label: 'Sign out everywhere',
    does: 'All sessions end: access and refresh tokens are refused from now on. It cannot be undone, but the user can sign in again.',
    done: 'The user is signed out everywhere.',
  },
  AdminDeleteUser: {
    label: 'Delete',
    does: 'The user is removed with all attributes, factors, devices and sessions. It cannot be undone.',
    done: 'The user is deleted.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ActionName = keyof typeof texts;

const isAction = (name: string): name is ActionName => Object.hasOwn(texts, name);

interface ActionProps extends PartProps {
  readonly name: ActionName;
  readonly onDismiss: () => void;
}

/** Asks before something is done to the user, and does it. */
export const UserAction = ({ name, onDismiss, changed, ...user }: ActionProps) => {
  const { done } = useFlashes();
  const { label, does, done: said } = texts[name];
  const onDone = (): void => {
    onDismiss();
    if (name === 'AdminDeleteUser') {
      done(said);
      navigate(href('pools', user.pool, 'users'));
    } else changed(said);
  };
  if (name === 'AdminSetUserPassword') {
    return <SetPassword pool={user.pool} username={user.username} onDismiss={onDismiss} onDone={() => changed(said)} />;
  }
  return (
    <Confirm
      title={`${label}: ${user.username}?`}
      action={label}
      operation={name}
      request={named(user)}
      {...(name === 'AdminDeleteUser' && { typed: user.username })}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      {does}
    </Confirm>
  );
};

/** What can be done to a user. */
export const UserActions = (part: PartProps) => {
  const [asked, setAsked] = useState<ActionName>();
  return (
    <>
      <ButtonDropdown
        items={Object.entries(texts).map(([id, { label }]) => ({ id, text: label }))}
        onItemClick={({ detail }) => {
          if (isAction(detail.id)) setAsked(detail.id);
        }}
      >
        Actions
      </ButtonDropdown>
      {asked && <UserAction {...part} name={asked} onDismiss={() => setAsked(undefined)} />}
    </>
  );
};
