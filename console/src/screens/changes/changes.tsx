import Box from '@cloudscape-design/components/box';
import { useState } from 'react';
import type { ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page } from '../../ui/page.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { PlanForm, type Planned } from './plan-form.tsx';
import { PlanShown } from './plan-shown.tsx';
import { PresentChange } from './present-change.tsx';

/** Changes of what Cognito keeps as the pool was made: first a plan, then stages, and a way back until it is finished. */
export const Screen = ({ params }: ScreenProps<'pools/:pool/changes'>) => {
  const { pool } = params;
  const present = useAnswer('DescribeUserPoolChange', { UserPoolId: pool, Limit: 20 });
  const [planned, setPlanned] = useState<Planned>();
  return (
    <Page
      title="Changes"
      description="Aliases, case, required and custom attributes can be changed while people sign in. Until a change is finished, there is a way back."
    >
      <Answered of={present}>
        {({ Change: change, Obstacles = [] }) =>
          change ? (
            <PresentChange poolId={pool} change={change} obstacles={Obstacles} reload={present.reload} />
          ) : (
            <Box color="text-body-secondary">This pool never changed.</Box>
          )
        }
      </Answered>
      <PlanForm poolId={pool} onPlanned={setPlanned} />
      {planned && (
        <PlanShown
          poolId={pool}
          planned={planned}
          onPlanned={setPlanned}
          onApplied={() => {
            setPlanned(undefined);
            present.reload();
          }}
        />
      )}
    </Page>
  );
};
