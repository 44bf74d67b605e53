import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { useMemo, useSyncExternalStore } from 'react';
import { createApi } from '../api/api.ts';
import { createCallLog } from '../api/calls.ts';
import { type Services, ServicesContext } from '../api/context.ts';
import type { Session } from '../session/session.ts';
import { FlashProvider } from '../ui/flashes.tsx';
import { Entrance } from './entrance.tsx';
import { Shell } from './shell.tsx';

const useSignedIn = (session: Session): Services | undefined => {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const signedIn = 'operator' in state ? state : undefined;
  const [client, operator] = [signedIn?.client, signedIn?.operator];
  return useMemo(() => {
    if (!client || !operator) return undefined;
    // The region is part of the id of a pool.
    const place = { endpoint: location.origin, region: client.poolId.split('_')[0] ?? '' };
    const log = createCallLog();
    const call = createApi({ place: () => place, keys: session.keys, log });
    return { call, log, place, operator: { ...operator, ...client } };
  }, [session, client, operator]);
};

export const App = ({ session }: { readonly session: Session }) => {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const services = useSignedIn(session);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      {services && 'operator' in state ? (
        <ServicesContext.Provider value={services}>
          <FlashProvider>
            <Shell session={session} state={state} />
          </FlashProvider>
        </ServicesContext.Provider>
      ) : (
        'operator' in state || <Entrance session={session} state={state} />
      )}
    </I18nProvider>
  );
};
