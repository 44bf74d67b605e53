import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import { useServices } from '../../api/context.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer } from '../../ui/use-answer.ts';

const listed = (names: readonly string[] | undefined): string => names?.join(', ') || 'none';

/** One pool at a glance. */
export const Screen = ({ params }: ScreenProps<'pools/:pool'>) => {
  const { pool: poolId } = params;
  const { place } = useServices();
  const described = useAnswer('DescribeUserPool', { UserPoolId: poolId });
  const usage = useAnswer('GetUserPoolUsage', { UserPoolId: poolId });
  const settings = (group: string, text: string) => (
    <Link href={`${href('pools', poolId, 'settings')}?group=${group}`}>{text}</Link>
  );
  return (
    <Page title={described.answer?.UserPool?.Name ?? poolId}>
      <Answered of={described}>
        {({ UserPool: pool }) => (
          <>
            <Container header={<Header variant="h2">The pool</Header>}>
              <Facts
                of={{
                  Id: <CopyButton text={poolId} what="the id" variant="inline" />,
                  Issuer: <CopyButton text={`${place.endpoint}/${poolId}`} what="the issuer" variant="inline" />,
                  Made: <Time at={pool?.CreationDate} />,
                  Changed: <Time at={pool?.LastModifiedDate} />,
                  Domain: pool?.CustomDomain ?? pool?.Domain,
                  Plan: pool?.UserPoolTier,
                  Protection: settings('protection', pool?.DeletionProtection ?? 'INACTIVE'),
                }}
              />
            </Container>
            <Container header={<Header variant="h2">Users</Header>}>
              <Facts
                of={{
                  Users: `about ${pool?.EstimatedNumberOfUsers ?? 0}`,
                  'Active this month': <Answered of={usage}>{(answer) => <>{answer.MonthlyActiveUsers}</>}</Answered>,
                  'Names of users': listed(pool?.UsernameAttributes ?? ['username']),
                  'Further names': listed(pool?.AliasAttributes),
                  'Case matters': pool?.UsernameConfiguration?.CaseSensitive === false ? 'no' : 'yes',
                  'Verified addresses': settings('sign-up', listed(pool?.AutoVerifiedAttributes)),
                  'Second factors': settings('factors', pool?.MfaConfiguration ?? 'OFF'),
                  'Sign-up': settings(
                    'sign-up',
                    pool?.AdminCreateUserConfig?.AllowAdminCreateUserOnly ? 'by administrators' : 'by anybody',
                  ),
                }}
              />
            </Container>
          </>
        )}
      </Answered>
    </Page>
  );
};
