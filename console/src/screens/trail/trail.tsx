import type { ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import { Records } from './records.tsx';

/** The audit trail of the whole deployment. */
export const Screen = ({ query }: ScreenProps<'trail'>) => (
  <Page title="Trail" description="Who called what, when and from where, and what came of it.">
    <Records key={query.toString()} query={query} />
  </Page>
);
