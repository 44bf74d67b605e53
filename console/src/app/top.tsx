import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useState } from 'react';
import { href } from '../router/paths.ts';
import type { Operator } from '../session/session.ts';
import { chooseTheme, isDark } from './theme.ts';

interface Props {
  readonly operator: Operator;
  readonly onSignOut: () => void;
}

/** The line at the top: who is signed in, light or dark, and the way out. */
export const Top = ({ operator, onSignOut }: Props) => {
  const [dark, setDark] = useState(isDark);
  const roles = operator.groups.map(({ GroupName, Role }) => `${GroupName} (${Role.toLowerCase()})`).join(', ');
  return (
    <div id="top" className="gh-top">
      <TopNavigation
        identity={{ title: 'Gatehouse console', href: href('pools') }}
        utilities={[
          {
            type: 'button',
            text: dark ? 'Light' : 'Dark',
            ariaLabel: dark ? 'Use light colours' : 'Use dark colours',
            onClick: () => {
              chooseTheme(!dark);
              setDark(!dark);
            },
          },
          {
            type: 'menu-dropdown',
            text: operator.username,
            description: roles,
            iconName: 'user-profile',
            items: [{ id: 'sign-out', text: 'Sign out' }],
            onItemClick: ({ detail }) => detail.id === 'sign-out' && onSignOut(),
          },
        ]}
        i18nStrings={{ overflowMenuTriggerText: 'More', overflowMenuTitleText: 'All' }}
      />
    </div>
  );
};
