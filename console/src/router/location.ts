import { useMemo, useSyncExternalStore } from 'react';
import { type Place, placeOf } from './paths.ts';

const subscribe = (changed: () => void): (() => void) => {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
};

/** The place that the address names, now and after each change. */
export const usePlace = (): Place => {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => placeOf(hash), [hash]);
};

/** Goes to another screen: `navigate(href('pools', id))`. */
export const navigate = (to: string): void => {
  location.hash = to;
};
