import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useState } from 'react';
import type { ScreenProps } from '../../router/paths.ts';
import { useFlashes } from '../../ui/flashes.tsx';
import { Page } from '../../ui/page.tsx';
import { UserActions } from './actions.tsx';
import { Attributes } from './attributes.tsx';
import { Events } from './events.tsx';
import { Explanation } from './explanation.tsx';
import { Groups } from './groups.tsx';
import { Means } from './means.tsx';
import { Sessions } from './sessions.tsx';
import { Summary } from './summary.tsx';

/** One user whole. What is in the way of a sign-in stands at the top. */
export const Screen = ({ params }: ScreenProps<'pools/:pool/users/:username'>) => {
  const { done } = useFlashes();
  const [version, setVersion] = useState(0);
  const [tab, setTab] = useState('attributes');
  const changed = (what: string): void => {
    done(what);
    setVersion((last) => last + 1);
  };
  const part = { ...params, version, changed };
  return (
    <Page title={params.username} actions={<UserActions {...part} />}>
      <Explanation {...part} show={setTab} />
      <Summary {...part} />
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          { id: 'attributes', label: 'Attributes', content: <Attributes {...part} /> },
          { id: 'groups', label: 'Groups', content: <Groups {...part} /> },
          {
            id: 'means',
            label: 'Ways to sign in',
            content: (
              <SpaceBetween size="l">
                <Means {...part} />
              </SpaceBetween>
            ),
          },
          { id: 'sessions', label: 'Sessions', content: <Sessions {...part} /> },
          { id: 'events', label: 'Events', content: <Events {...part} /> },
        ]}
      />
    </Page>
  );
};
