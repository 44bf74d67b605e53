import type { AccountTakeoverEventActionType, NotifyEmailType } from '@aws-sdk/client-cognito-identity-provider';
import type { RiskKind } from '../messages/message-kinds.ts';
import { escapeHtml } from '../messages/templates.ts';
import type { EventContext } from './auth-event.ts';

/** What became of a risky sign-in. */
export type Outcome = 'blocked' | 'asked' | 'let in';

/** What a notification tells of a sign-in. */
export interface Notified {
  readonly username: string;
  readonly eventId: string;
  readonly context: EventContext;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly action: AccountTakeoverEventActionType;
  readonly feedbackToken: string;
  /** The addresses at which the user says who it was. */
  readonly links: { readonly valid: string; readonly invalid: string };
}

/** The texts of one mail. */
export interface NotificationTexts {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The mail of each outcome, by the members of NotifyConfiguration. */
export const notifyMembers = { blocked: 'BlockEmail', asked: 'MfaEmail', 'let in': 'NoActionEmail' } as const;

/** The kind of message that tells of each outcome. */
export const riskKinds: Readonly<Record<Outcome, RiskKind>> = {
  blocked: 'RiskBlock',
  asked: 'RiskMfa',
  'let in': 'RiskNoAction',
};

/** The time of a sign-in, as mails say it. */
export const loginTime = (at: number): string => new Date(at).toUTCString();

/** What is filled in for the places in the words of a notification. */
export const notificationValues = ({
  username,
  eventId,
  context,
  at,
  feedbackToken,
  links,
}: Notified): NotificationValues => ({
  username,
  'ip-address': context.ipAddress ?? 'unknown',
  city: context.city ?? 'unknown',
  country: context.country ?? 'unknown',
  'login-time': loginTime(at),
  'device-name': context.deviceName ?? 'unknown',
  'event-id': eventId,
  'feedback-token': feedbackToken,
  'one-click-link-valid': links.valid,
  'one-click-link-invalid': links.invalid,
});

/** The values by the names of their places. */
export type NotificationValues = Readonly<Record<string, string>>;

// Whoever signs in chooses some of the values. So each is filled in once, and none is read for placeholders.
export const fillNotification = (
  template: string,
  values: NotificationValues,
  write = (value: string) => value,
): string =>
  template.replace(/\{([a-z-]{4,30})\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? write(values[name] ?? '') : placeholder,
  );

/** A subject with its places filled in. */
export const notificationSubject = (template: string, values: NotificationValues): string =>
  fillNotification(template, values, (value) => value.replace(/[\r\n]+/g, ' '));

/** The bodies of the mail that the configuration has words for; undefined where it has none. */
export const givenBodies = (
  given: NotifyEmailType | undefined,
  values: NotificationValues,
): Pick<NotificationTexts, 'html' | 'text'> | undefined =>
  given?.HtmlBody === undefined && given?.TextBody === undefined
    ? undefined
    : {
        html: fillNotification(given.HtmlBody ?? '', values, escapeHtml),
        text: fillNotification(given.TextBody ?? '', values),
      };
