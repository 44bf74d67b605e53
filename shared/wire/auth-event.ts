import type { AuthEventType, EventRiskType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { AuthEvent, EventRisk } from '#shared/domain/risk/auth-event.ts';
import { text } from './shapes.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

export const EventIdType = text({ min: 1, max: 50, pattern: '[\\w+-]+' });
export const FeedbackValueType = v.picklist(['Valid', 'Invalid']);

const toRisk = ({ decision, level, reasons, compromised }: EventRisk): Wire<EventRiskType> & { Reasons: string[] } => ({
  RiskDecision: decision,
  ...(level !== undefined && { RiskLevel: level }),
  CompromisedCredentialsDetected: compromised,
  // Ours: the API does not say why.
  Reasons: [...reasons],
});

/** An event as the API describes it. */
export const toAuthEventType = ({ context, feedback, ...event }: AuthEvent): Wire<AuthEventType> => ({
  EventId: event.id,
  EventType: event.type,
  CreationDate: toEpochSeconds(event.createdAt),
  EventResponse: event.response,
  EventRisk: toRisk(event.risk),
  ChallengeResponses: event.challenges.map(({ name, response }) => ({
    ChallengeName: name,
    ChallengeResponse: response,
  })),
  EventContextData: {
    IpAddress: context.ipAddress,
    DeviceName: context.deviceName,
    Timezone: context.timezone,
    City: context.city,
    Country: context.country,
  },
  ...(feedback && {
    EventFeedback: {
      FeedbackValue: feedback.value,
      Provider: feedback.provider,
      FeedbackDate: toEpochSeconds(feedback.at),
    },
  }),
});
