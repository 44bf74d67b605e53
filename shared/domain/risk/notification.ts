import type { AccountTakeoverEventActionType, NotifyEmailType } from '@aws-sdk/client-cognito-identity-provider';
import { escapeHtml } from '../messages/templates.ts';
import type { EventContext } from './auth-event.ts';
import type { RiskMails } from './pool-risk.ts';

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

const members = { blocked: 'BlockEmail', asked: 'MfaEmail', 'let in': 'NoActionEmail' } as const;

const details = 'Time: {login-time}\nDevice: {device-name}\nLocation: {city}, {country}';
const opening: Readonly<Record<Outcome, string>> = {
  blocked: 'We blocked an unrecognized sign-in to your account with this information:',
  asked: 'We asked for a second factor at an unrecognized sign-in to your account with this information:',
  'let in': 'We observed an unrecognized sign-in to your account with this information:',
};

const usual = (outcome: Outcome): Required<NotifyEmailType> => ({
  Subject: outcome === 'blocked' ? 'Blocked sign-in attempt' : 'New sign-in attempt',
  HtmlBody: `<p>${opening[outcome]}</p><p>${details.replaceAll('\n', '<br>')}</p><p>If this sign-in was not by you, you should change your password and <a href="{one-click-link-invalid}">tell us</a>.</p><p>If it was by you, <a href="{one-click-link-valid}">tell us</a>, too.</p>`,
  TextBody: `${opening[outcome]}\n\n${details}\n\nIf this sign-in was not by you, you should change your password and tell us: {one-click-link-invalid}\n\nIf it was by you, tell us, too: {one-click-link-valid}\n`,
});

/** The time of a sign-in, as mails say it. */
export const loginTime = (at: number): string => new Date(at).toUTCString();

const valuesOf = ({
  username,
  eventId,
  context,
  at,
  feedbackToken,
  links,
}: Notified): Readonly<Record<string, string>> => ({
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

// Whoever signs in chooses some of the values. So each is filled in once, and none is read for placeholders.
const fill = (template: string, values: Readonly<Record<string, string>>, write = (value: string) => value): string =>
  template.replace(/\{([a-z-]{4,30})\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? write(values[name] ?? '') : placeholder,
  );

/** The mail that tells a user of a risky sign-in: by the configuration's texts, or our own where it has none. */
export const notificationTexts = (
  mails: RiskMails | undefined,
  outcome: Outcome,
  notified: Notified,
): NotificationTexts => {
  const given = mails?.[members[outcome]];
  const own = usual(outcome);
  const values = valuesOf(notified);
  const hasBody = given?.HtmlBody !== undefined || given?.TextBody !== undefined;
  const text = given?.TextBody ?? (hasBody ? '' : own.TextBody);
  const html = given?.HtmlBody ?? (hasBody ? '' : own.HtmlBody);
  return {
    subject: fill(given?.Subject ?? own.Subject ?? '', values, (value) => value.replace(/[\r\n]+/g, ' ')),
    html: fill(html ?? '', values, escapeHtml),
    text: fill(text ?? '', values),
  };
};
