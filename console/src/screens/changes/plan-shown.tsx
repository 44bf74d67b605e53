import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorAlert } from '../../ui/error-alert.tsx';
import { Facts } from '../../ui/facts.tsx';
import { SwitchField } from '../../ui/fields.tsx';
import { useAction } from '../../ui/use-action.ts';
import { commandFor } from './asked-change.ts';
import { Obstacles } from './obstacles.tsx';
import type { Planned } from './plan-form.tsx';

interface Props {
  readonly poolId: string;
  readonly planned: Planned;
  readonly onPlanned: (planned: Planned) => void;
  readonly onApplied: () => void;
}

const Json = ({ value }: { readonly value: unknown }) => <code>{JSON.stringify(value)}</code>;

/** What a change would mean, with the button that begins it. */
export const PlanShown = ({ poolId, planned, onPlanned, onApplied }: Props) => {
  const { asked, plan } = planned;
  const [asks, setAsks] = useState(false);
  const [mayDiffer, setMayDiffer] = useState(false);
  const action = useAction();
  const { NextToken } = plan;

  const lookOn = () =>
    action.run(async (call) => {
      const next = await call('PlanUserPoolChange', { UserPoolId: poolId, Change: asked, NextToken });
      onPlanned({ asked, plan: { ...next, Obstacles: [...plan.Obstacles, ...next.Obstacles] } });
    });

  return (
    <Container
      header={
        <Header
          variant="h2"
          description={NextToken ? 'Not all users were looked at yet.' : 'All users were looked at.'}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {NextToken && (
                <Button loading={action.busy} onClick={() => void lookOn()}>
                  Look at more users
                </Button>
              )}
              <Button variant="primary" onClick={() => setAsks(true)}>
                Apply
              </Button>
            </SpaceBetween>
          }
        >
          The plan
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Facts
          of={{
            Before: <Json value={plan.Before} />,
            After: <Json value={plan.After} />,
            'Users looked at': plan.UsersExamined,
            'Users to change': plan.UsersToChange,
            'Users in the way': plan.UsersObstructed,
          }}
        />
        <Obstacles poolId={poolId} obstacles={plan.Obstacles} />
        <SwitchField
          label="Users may keep values that do not fit"
          description="The new rule holds from their next change on."
          value={mayDiffer}
          onChange={setMayDiffer}
        />
        <ErrorAlert error={action.error} />
        {asks && (
          <Confirm
            title="Begin this change?"
            action="Begin"
            operation="ApplyUserPoolChange"
            request={{ UserPoolId: poolId, Change: asked, ExistingUsers: mayDiffer ? 'MAY_DIFFER' : 'MUST_FIT' }}
            command={`${commandFor('apply', poolId, asked)}${mayDiffer ? ' --may-differ' : ''}`}
            onDone={onApplied}
            onDismiss={() => setAsks(false)}
          >
            Users are taken along in the background, while they sign in as ever. Until you finish the change, there is a
            way back.
          </Confirm>
        )}
      </SpaceBetween>
    </Container>
  );
};
