import type { ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import { Records } from './records.tsx';

/** The audit trail of one pool. */
export const Screen = ({ params: { pool }, query }: ScreenProps<'pools/:pool/trail'>) => (
  <Page title="Trail" description="Who called what at this pool, when and from where, and what came of it.">
    <Records key={query.toString()} pool={pool} query={query} />
  </Page>
);
