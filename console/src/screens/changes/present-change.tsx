import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import type { PoolChange, PoolObstacle } from '../../api/own/pools.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Status } from '../../ui/status.tsx';
import { Obstacles } from './obstacles.tsx';

interface Props {
  readonly poolId: string;
  readonly change: PoolChange;
  readonly obstacles: readonly PoolObstacle[];
  readonly reload: () => void;
}

interface Step {
  readonly operation: 'ApplyUserPoolChange' | 'FinishUserPoolChange' | 'RollBackUserPoolChange';
  readonly action: string;
  readonly will: string;
  readonly command: string;
}

/** What each status means to users. */
const meanings: Readonly<Record<string, string>> = {
  PREPARING: 'The pool says that it is going to change. Nobody notices.',
  COPYING: 'All users are taken along, one after the other. A new name has to be free in both forms of the pool.',
  BLOCKED: 'Users stand in the way. The pool works as before. Mend them, and go on.',
  SWITCHED: 'The pool has its new form. The former one is kept, so there is a way back until the change is finished.',
  FINISHING: 'What users have only in the former form is removed.',
  FINISHED: 'The change is over. The next one may begin.',
  ROLLING_BACK: 'The pool has its former form again. What users have only in the new one is removed.',
  ROLLED_BACK: 'The pool is as it was before.',
};

const moving = new Set(['PREPARING', 'COPYING', 'FINISHING', 'ROLLING_BACK']);
const askEveryMs = 2_000;

const stepsOf = (UserPoolId: string, status: string): readonly Step[] => {
  const goOn: Step = {
    operation: 'ApplyUserPoolChange',
    action: 'Go on',
    will: 'The users who stood in the way are looked at again. Those who were taken along are not.',
    command: `gatehouse-pools change apply ${UserPoolId} --go-on`,
  };
  const finish: Step = {
    operation: 'FinishUserPoolChange',
    action: 'Finish',
    will: 'What users have only in the former form is removed. There is no way back.',
    command: `gatehouse-pools change finish ${UserPoolId} --yes`,
  };
  const back: Step = {
    operation: 'RollBackUserPoolChange',
    action: 'Roll back',
    will: 'The pool gets its former form again, with the users who came meanwhile.',
    command: `gatehouse-pools change roll-back ${UserPoolId}`,
  };
  if (status === 'BLOCKED') return [goOn, back];
  if (status === 'SWITCHED') return [finish, back];
  return status === 'PREPARING' || status === 'COPYING' ? [back] : [];
};

/** The last change of a pool: how far it is, who stands in its way, and what may be done with it. */
export const PresentChange = ({ poolId, change, obstacles, reload }: Props) => {
  const [asked, setAsked] = useState<Step>();
  const isMoving = moving.has(change.Status);

  // Each answer begins the next wait.
  useEffect(() => {
    if (!isMoving) return;
    const timer = setTimeout(reload, askEveryMs);
    return () => clearTimeout(timer);
  }, [isMoving, reload, change]);

  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {stepsOf(poolId, change.Status).map((step) => (
                <Button key={step.action} onClick={() => setAsked(step)}>
                  {step.action}
                </Button>
              ))}
            </SpaceBetween>
          }
        >
          The last change
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Facts
          of={{
            Status: <Status of={change.Status} />,
            'Users looked at': change.UsersExamined,
            'Users changed': change.UsersChanged,
            'Users in the way': change.UsersObstructed,
            'What was asked': <code>{JSON.stringify(change.Requested)}</code>,
          }}
        />
        <Box>{meanings[change.Status]}</Box>
        {obstacles.length > 0 && <Obstacles poolId={poolId} obstacles={obstacles} />}
        {change.Status === 'SWITCHED' && (
          <Alert type="info" statusIconAriaLabel="Info">
            Finish the change once you have seen that your apps can live with it.
          </Alert>
        )}
        {asked && (
          <Confirm
            title={`${asked.action}?`}
            action={asked.action}
            operation={asked.operation}
            request={{ UserPoolId: poolId }}
            command={asked.command}
            onDone={() => {
              setAsked(undefined);
              reload();
            }}
            onDismiss={() => setAsked(undefined)}
          >
            {asked.will}
          </Confirm>
        )}
      </SpaceBetween>
    </Container>
  );
};
