import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { ErrorAlert } from './error-alert.tsx';
import type { Loading } from './use-answer.ts';

interface Props<Answer> {
  readonly of: Loading<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}

/** What was loaded by useAnswer or useLoaded: a sign that it is being loaded, why it failed, or the answer. */
export const Answered = <Answer,>({ of, children }: Props<Answer>) => {
  const { answer, error, loading, reload } = of;
  if (error !== undefined) return <ErrorAlert error={error} retry={reload} />;
  if (answer !== undefined) return <>{children(answer)}</>;
  return loading ? (
    <Box padding="l" textAlign="center">
      <Spinner /> Loading …
    </Box>
  ) : null;
};
