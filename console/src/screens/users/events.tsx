import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../ui/confirm.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { named, type PartProps } from './place.ts';

interface Feedback {
  readonly EventId: string;
  readonly FeedbackValue: 'Valid' | 'Invalid';
}

/** What the user did with the account, and how risky it was. */
export const Events = (part: PartProps) => {
  const [given, setGiven] = useState<Feedback>();
  return (
    <>
      <PagedTable
        title="Events"
        description="Sign-ins, sign-ups and changes of the password, where the pool has threat protection."
        of={`${JSON.stringify(named(part))} ${part.version}`}
        load={async (call, token) => {
          const { AuthEvents = [], NextToken } = await call('AdminListUserAuthEvents', {
            ...named(part),
            MaxResults: 30,
            ...(token !== undefined && { NextToken: token }),
          });
          return { items: AuthEvents, next: NextToken };
        }}
        keyOf={({ EventId }) => EventId ?? ''}
        empty="There is no event."
        columns={[
          { header: 'When', cell: ({ CreationDate }) => <Time at={CreationDate} /> },
          { header: 'What', cell: ({ EventType }) => EventType },
          { header: 'Outcome', cell: ({ EventResponse }) => <Status of={EventResponse} /> },
          {
            header: 'Risk',
            cell: ({ EventRisk: risk }) =>
              [risk?.RiskDecision, risk?.RiskLevel, risk?.CompromisedCredentialsDetected && 'password known elsewhere']
                .filter(Boolean)
                .join(', ') || '-',
          },
          {
            header: 'From',
            cell: ({ EventContextData: context }) =>
              [context?.IpAddress, context?.DeviceName, context?.City, context?.Country].filter(Boolean).join(', ') ||
              '-',
          },
          { header: 'Feedback', cell: ({ EventFeedback }) => EventFeedback?.FeedbackValue ?? '-' },
          {
            header: 'Actions',
            cell: ({ EventId = '' }) => (
              <SpaceBetween direction="horizontal" size="xs">
                {(['Valid', 'Invalid'] as const).map((FeedbackValue) => (
                  <Button
                    key={FeedbackValue}
                    variant="link"
                    ariaLabel={`${FeedbackValue}: ${EventId}`}
                    onClick={() => setGiven({ EventId, FeedbackValue })}
                  >
                    {FeedbackValue}
                  </Button>
                ))}
              </SpaceBetween>
            ),
          },
        ]}
      />
      {given && (
        <Confirm
          title={given.FeedbackValue === 'Valid' ? 'It was the user?' : 'It was somebody else?'}
          action="Say so"
          operation="AdminUpdateAuthEventFeedback"
          request={{ ...named(part), ...given }}
          onDone={() => {
            setGiven(undefined);
            part.changed('The feedback is kept.');
          }}
          onDismiss={() => setGiven(undefined)}
        >
          Later sign-ins from there are judged by it. Other feedback on the same event takes its place.
        </Confirm>
      )}
    </>
  );
};
