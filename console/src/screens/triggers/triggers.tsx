import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TrailRecord } from '../../api/own/trail.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer, useLoaded } from '../../ui/use-answer.ts';
import { RecordLink, timeOf } from '../trail/record-parts.tsx';
import { triggerTexts } from './trigger-texts.ts';

const weekSeconds = 7 * 86_400;
const mostShown = 3;

// A name in LambdaConfig has an ARN, or a version and an ARN.
const arnOf = (config: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(config, name);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const arn: unknown = Reflect.get(value, 'LambdaArn');
  return typeof arn === 'string' ? arn : undefined;
};

const failedIn = ({ additionalEventData }: TrailRecord): unknown => additionalEventData?.trigger;

interface ErrorsProps {
  readonly pool: string;
  readonly trigger: string;
  readonly of: readonly TrailRecord[];
}

const LastErrors = ({ pool, trigger, of }: ErrorsProps) => {
  const own = of.filter((record) => failedIn(record) === trigger);
  const query = new URLSearchParams({ trigger, range: '168', writes: 'off' });
  return (
    <SpaceBetween size="xxs">
      {own.length === 0 ? (
        <Box color="text-body-secondary">It is not among the last failures of this week.</Box>
      ) : (
        own.slice(0, mostShown).map((record) => (
          <Box key={record.eventID}>
            <Time at={timeOf(record)} />: <RecordLink of={record} pool={pool} />,{' '}
            <span className="gh-break">{record.errorMessage ?? record.errorCode ?? 'which went on all the same'}</span>
          </Box>
        ))
      )}
      <Link href={`${href('pools', pool, 'trail')}?${query}`}>Its failures on the trail</Link>
    </SpaceBetween>
  );
};

/** The Lambda triggers of a pool, and how they failed. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/triggers'>) => {
  const described = useAnswer('DescribeUserPool', { UserPoolId: pool });
  const failures = useLoaded(
    (call) =>
      call('ListTrailRecords', {
        UserPoolId: pool,
        TriggerName: '*',
        StartTime: Math.floor(Date.now() / 1000 - weekSeconds),
        Limit: 50,
      }),
    `failures ${pool}`,
  );
  return (
    <Page title="Triggers" description="Your functions that this pool calls at certain moments.">
      <Answered of={described}>
        {({ UserPool }) => {
          const config = UserPool?.LambdaConfig ?? {};
          const there = triggerTexts.flatMap((text) => {
            const arn = arnOf(config, text.name);
            // A pool that has both versions calls the function of the later one, and tells both.
            const isDouble =
              text.name === 'PreTokenGeneration' && arnOf(config, 'PreTokenGenerationConfig') !== undefined;
            return arn === undefined || isDouble ? [] : [{ ...text, arn }];
          });
          if (there.length === 0) return <Alert type="info">This pool calls no function.</Alert>;
          return (
            <SpaceBetween size="l">
              {there.map(({ name, failsAs, does, arn }) => (
                <Container
                  key={name}
                  header={
                    <Header variant="h2" description={does}>
                      {name}
                    </Header>
                  }
                >
                  <SpaceBetween size="s">
                    <span className="gh-break">
                      <CopyButton text={arn} what={`the function of ${name}`} variant="inline" />
                    </span>
                    {failsAs === undefined ? (
                      <Box color="text-body-secondary">
                        It is called after the answer, so no call on the trail names its failures.
                      </Box>
                    ) : (
                      <Answered of={failures}>
                        {({ Records }) => <LastErrors pool={pool} trigger={failsAs} of={Records} />}
                      </Answered>
                    )}
                  </SpaceBetween>
                </Container>
              ))}
            </SpaceBetween>
          );
        }}
      </Answered>
    </Page>
  );
};
