import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { AnswerOf, RequestOf } from '../../api/operations.ts';
import type { ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page } from '../../ui/page.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { ActiveUsers } from './active-users.tsx';
import { type Line, SeriesChart } from './series-chart.tsx';

type Request = RequestOf<'GetUserPoolMetrics'>;
type Metrics = AnswerOf<'GetUserPoolMetrics'>;

const ranges = [
  { id: 'hour', text: 'Hour', seconds: 3600, Period: 60 },
  { id: 'day', text: 'Day', seconds: 86_400, Period: 300 },
  { id: 'week', text: 'Week', seconds: 7 * 86_400, Period: 3600 },
  { id: 'months', text: '60 days', seconds: 60 * 86_400, Period: 86_400 },
] as const;

const requestFor = (UserPoolId: string, id: string): Request => {
  const { seconds, Period } = ranges.find((range) => range.id === id) ?? ranges[1];
  const EndTime = Math.ceil(Date.now() / 1000);
  return { UserPoolId, StartTime: EndTime - seconds, EndTime, Period };
};

const linesOf = ({ Series }: Metrics, titles: Readonly<Record<string, string>>): readonly Line[] =>
  Series.flatMap(({ Name, RiskLevel, Values: values }) => {
    const title = titles[RiskLevel === undefined ? Name : `${Name} ${RiskLevel}`];
    return title === undefined ? [] : [{ title, values }];
  });

const ofAttempt = (name: string): Readonly<Record<string, string>> => ({
  [`${name}Successes`]: 'Succeeded',
  [`${name}Failures`]: 'Refused',
  [`${name}Throttles`]: 'Throttled',
});

const risks = {
  NoRisk: 'Without risk',
  'AccountTakeoverRisk Low': 'Low risk',
  'AccountTakeoverRisk Medium': 'Medium risk',
  'AccountTakeoverRisk High': 'High risk',
  CompromisedCredentialRisk: 'Leaked password',
  OverrideBlock: 'Blocked',
};

const Charts = ({ of }: { readonly of: Metrics }) => {
  const { Timestamps: times, Period: period, Series } = of;
  const providers = [...new Set(Series.flatMap(({ IdentityProvider }) => IdentityProvider ?? []))];
  const shared = { times, period };
  return (
    <SpaceBetween size="l">
      <SeriesChart
        {...shared}
        title="Sign-ins"
        description="Those that ended. A challenge that was asked counts for nothing."
        lines={linesOf(of, ofAttempt('SignIn'))}
      />
      <SeriesChart
        {...shared}
        title="Sign-ups"
        description="By users, and by administrators."
        lines={linesOf(of, ofAttempt('SignUp'))}
      />
      <SeriesChart
        {...shared}
        title="Refreshed tokens"
        description="Sessions that went on."
        lines={linesOf(of, ofAttempt('TokenRefresh'))}
      />
      {providers.map((provider) => (
        <SeriesChart
          key={provider}
          {...shared}
          title={`Sign-ins through ${provider}`}
          description="Users who came back from the provider."
          lines={linesOf(
            { ...of, Series: Series.filter(({ IdentityProvider }) => IdentityProvider === provider) },
            ofAttempt('Federation'),
          )}
        />
      ))}
      <SeriesChart
        {...shared}
        title="Risk"
        description="What threat protection thought of sign-ins, sign-ups and changes of passwords."
        lines={linesOf(of, risks)}
      />
      <SeriesChart
        {...shared}
        title="Users who became active"
        description="For the first time in their month."
        lines={linesOf(of, { MonthlyActiveUsers: 'Users' })}
      />
    </SpaceBetween>
  );
};

/** What was counted for a pool. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/charts'>) => {
  const [range, setRange] = useState<string>('day');
  const [request, setRequest] = useState(() => requestFor(pool, range));
  const metrics = useAnswer('GetUserPoolMetrics', request);
  const choose = (id: string): void => {
    setRange(id);
    setRequest(requestFor(pool, id));
  };
  return (
    <Page
      title="Charts"
      description="What was counted for this pool. The last minutes may still be missing."
      actions={<Button iconName="refresh" ariaLabel="Load the charts again" onClick={() => choose(range)} />}
    >
      <SegmentedControl
        label="How far back"
        selectedId={range}
        options={ranges.map(({ id, text }) => ({ id, text }))}
        onChange={({ detail }) => choose(detail.selectedId)}
      />
      <ActiveUsers pool={pool} />
      <Answered of={metrics}>{(answer) => <Charts of={answer} />}</Answered>
    </Page>
  );
};
