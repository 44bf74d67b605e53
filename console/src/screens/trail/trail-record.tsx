import type { ScreenProps } from '../../router/paths.ts';
import { OneRecord } from './record.tsx';

/** One record of the trail of the whole deployment. */
export const Screen = ({ params, query }: ScreenProps<'trail/:event'>) => <OneRecord id={params.event} query={query} />;
