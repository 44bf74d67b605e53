import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { Answered } from '../../ui/answered.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useLoaded } from '../../ui/use-answer.ts';

const monthsShown = 3;

const monthsBefore = (now: Date): readonly string[] =>
  Array.from({ length: monthsShown }, (_none, ago) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago)).toISOString().slice(0, 7),
  );

/** How many users were active in the last months, exactly. */
export const ActiveUsers = ({ pool }: { readonly pool: string }) => {
  const usage = useLoaded(
    (call) =>
      Promise.all(monthsBefore(new Date()).map((Month) => call('GetUserPoolUsage', { UserPoolId: pool, Month }))),
    `usage ${pool}`,
  );
  return (
    <Container
      header={
        <Header variant="h2" description="Each user counts once in a month of UTC, exactly.">
          Monthly active users
        </Header>
      }
    >
      <Answered of={usage}>
        {(months) => (
          <Facts of={Object.fromEntries(months.map(({ Month, MonthlyActiveUsers }) => [Month, MonthlyActiveUsers]))} />
        )}
      </Answered>
    </Container>
  );
};
