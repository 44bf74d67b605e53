/** Records of log delivery, in Cognito's form. */
import type { AuthEvent, EventRisk } from '../risk/auth-event.ts';

/** One record, as it is written. */
export interface LogRecord {
  /** Epoch milliseconds, as text. */
  readonly eventTimestamp: string;
  readonly eventSource: 'USER_NOTIFICATION' | 'USER_AUTH_EVENTS';
  readonly logLevel: 'ERROR' | 'INFO';
  readonly message: Readonly<Record<string, string | readonly string[]>>;
  readonly logSourceId: { readonly userPoolId: string };
}

/** The record of a message that was not delivered. */
export const notificationRecord = (userPoolId: string, details: string, at: number): LogRecord => ({
  eventTimestamp: String(at),
  eventSource: 'USER_NOTIFICATION',
  logLevel: 'ERROR',
  message: { details },
  logSourceId: { userPoolId },
});

/** What a record tells of an event. */
export type LoggedEvent = Pick<
  AuthEvent,
  'id' | 'sub' | 'clientId' | 'type' | 'createdAt' | 'response' | 'challenges' | 'context' | 'feedback'
> & {
  readonly userPoolId: string;
  /** Empty where nobody has the name. */
  readonly userName: string;
  readonly requestId: string | undefined;
  /** The provider that the user came through. */
  readonly idpName: string | undefined;
  readonly risk: Pick<EventRisk, 'decision' | 'level' | 'compromised'>;
};

// The API says NoRisk.
const decisions = { NoRisk: 'PASS', AccountTakeover: 'ACCOUNT_TAKEOVER', Block: 'BLOCK' } as const;

/** A time as Java writes it: `Wed Jul 17 17:25:55 UTC 2024`. */
export const javaTime = (at: number): string => {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(at)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
};

/**
 * The record of a sign-in, a sign-up, or what was done with a password. All of it is text, also what is true or false, and
 * what is not known is empty.
 */
export const authEventRecord = (event: LoggedEvent, at: number): LogRecord => {
  const { risk, context, feedback } = event;
  const hasContext = context.ipAddress !== undefined || context.deviceName !== undefined;
  return {
    eventTimestamp: String(at),
    eventSource: 'USER_AUTH_EVENTS',
    logLevel: 'INFO',
    message: {
      version: '1',
      eventId: event.id,
      eventType: event.type,
      userSub: event.sub,
      userName: event.userName,
      userPoolId: event.userPoolId,
      clientId: event.clientId ?? '',
      creationDate: javaTime(event.createdAt),
      eventResponse: event.response,
      riskLevel: risk.level ?? '',
      riskDecision: decisions[risk.decision],
      challenges: event.challenges.map(({ name, response }) => `${name}:${response}`),
      deviceName: context.deviceName ?? '',
      ipAddress: context.ipAddress ?? '',
      requestId: event.requestId ?? '',
      idpName: event.idpName ?? '',
      compromisedCredentialDetected: String(risk.compromised),
      city: context.city ?? '',
      country: context.country ?? '',
      eventFeedbackValue: feedback?.value ?? '',
      eventFeedbackDate: feedback ? javaTime(feedback.at) : '',
      eventFeedbackProvider: feedback?.provider ?? '',
      hasContextData: String(hasContext),
    },
    logSourceId: { userPoolId: event.userPoolId },
  };
};
