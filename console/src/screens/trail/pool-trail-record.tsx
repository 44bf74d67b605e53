import type { ScreenProps } from '../../router/paths.ts';
import { OneRecord } from './record.tsx';

/** One record of the trail of a pool. */
export const Screen = ({ params, query }: ScreenProps<'pools/:pool/trail/:event'>) => (
  <OneRecord pool={params.pool} id={params.event} query={query} />
);
