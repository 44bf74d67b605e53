import AppLayout from '@cloudscape-design/components/app-layout';
import Button from '@cloudscape-design/components/button';
import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import Spinner from '@cloudscape-design/components/spinner';
import { Suspense, useEffect, useState } from 'react';
import { useServices } from '../api/context.ts';
import { usePlace } from '../router/location.ts';
import { href } from '../router/paths.ts';
import type { Session, SessionState } from '../session/session.ts';
import { CallPanel } from '../ui/call-panel.tsx';
import { FlashMessages } from '../ui/flashes.tsx';
import { Crumbs } from './crumbs.tsx';
import { Navigation } from './navigation.tsx';
import { NotThere } from './not-there.tsx';
import { findRoute } from './route.ts';
import { routes } from './routes.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { Top } from './top.tsx';

interface Props {
  readonly session: Session;
  readonly state: Extract<SessionState, { readonly status: 'signed-in' | 'ended' }>;
}

const endedMessage = (session: Session, message: string): FlashbarProps.MessageDefinition => ({
  id: 'session',
  type: 'warning',
  header: 'Your session has ended',
  content: message,
  statusIconAriaLabel: 'Warning',
  action: <Button onClick={() => void session.signIn()}>Sign in again</Button>,
});

const isNarrow = (): boolean => matchMedia('(max-width: 688px)').matches;

/** Everything around a screen. */
export const Shell = ({ session, state }: Props) => {
  const { log } = useServices();
  const { path, query } = usePlace();
  const [toolsOpen, setToolsOpen] = useState(false);
  const [navigationOpen, setNavigationOpen] = useState(() => !isNarrow());

  useEffect(() => {
    if (path === '') location.replace(href('pools'));
    // On a telephone, the navigation covers the screen that was just chosen.
    if (isNarrow()) setNavigationOpen(false);
  }, [path]);

  // Calls are remembered once they are answered, so the first ones of a screen come after this.
  useEffect(() => log.clear(), [log, path]);

  const found = findRoute(routes, { path, query });
  const content = found ? (
    <found.route.Screen key={path} params={found.params} query={query} />
  ) : (
    <NotThere key={path} />
  );
  return (
    <>
      <Top operator={state.operator} onSignOut={() => void session.signOut()} />
      <AppLayout
        headerSelector="#top"
        navigation={<Navigation routes={routes} current={found?.route} pool={found?.params.pool} />}
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        breadcrumbs={<Crumbs routes={routes} path={path} found={found} />}
        notifications={<FlashMessages first={state.status === 'ended' ? [endedMessage(session, state.message)] : []} />}
        tools={<CallPanel />}
        toolsOpen={toolsOpen}
        onToolsChange={({ detail }) => setToolsOpen(detail.open)}
        ariaLabels={{
          navigation: 'Screens',
          navigationToggle: 'Open the list of screens',
          navigationClose: 'Close the list of screens',
          notifications: 'Messages',
          tools: 'How to do the same',
          toolsToggle: 'Show how to do the same',
          toolsClose: 'Close how to do the same',
        }}
        content={
          <ScreenBoundary key={path}>
            <Suspense fallback={<Spinner />}>{path === '' ? <Spinner /> : content}</Suspense>
          </ScreenBoundary>
        }
      />
    </>
  );
};
