import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ScreenProps } from '../../router/paths.ts';
import { Answered } from '../../ui/answered.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer } from '../../ui/use-answer.ts';

/** One pool at a glance. */
export const Screen = ({ params }: ScreenProps<'pools/:pool'>) => {
  const described = useAnswer('DescribeUserPool', { UserPoolId: params.pool });
  const name = described.answer?.UserPool?.Name;
  return (
    <Page title={name ?? params.pool}>
      <Answered of={described}>
        {({ UserPool: pool }) => (
          <Container header={<Header variant="h2">The pool</Header>}>
            <Facts
              of={{
                Name: pool?.Name,
                Id: <CopyButton text={params.pool} what="the id" variant="inline" />,
                Users: `about ${pool?.EstimatedNumberOfUsers ?? 0}`,
                Made: <Time at={pool?.CreationDate} />,
                Changed: <Time at={pool?.LastModifiedDate} />,
                'Second factors': pool?.MfaConfiguration,
                'Deletion protection': pool?.DeletionProtection,
              }}
            />
          </Container>
        )}
      </Answered>
    </Page>
  );
};
