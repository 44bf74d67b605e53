/** Tells users of risky sign-ins by e-mail. */
import type { AccountTakeoverEventActionType } from '@aws-sdk/client-cognito-identity-provider';
import { environment } from '#shared/config/environment.ts';
import { riskMailRepository, wholePool } from '#shared/data/risk/risk-mail-repository.ts';
import { customSenderFor, maskDestination, notifySender } from '#shared/domain/messages/addresses.ts';
import { whyUndeliverable } from '#shared/domain/messages/delivery-marks.ts';
import { usableTemplates } from '#shared/domain/messages/message-template.ts';
import type { AuthEvent } from '#shared/domain/risk/auth-event.ts';
import {
  givenBodies,
  loginTime,
  type Notified,
  notificationSubject,
  notificationValues,
  notifyMembers,
  type Outcome,
  riskKinds,
} from '#shared/domain/risk/notification.ts';
import { riskConfigurationOf } from '#shared/domain/risk/risk-configuration.ts';
import { originOfPool } from '#shared/domain/user-pool-domains/domain-host.ts';
import { messageBrandingOf } from '#shared/domain/user-pools/settings.ts';
import { isVerified } from '#shared/domain/users/attributes.ts';
import type { User } from '#shared/domain/users/user.ts';
import { isException } from '#shared/errors/exception.ts';
import { email, mailTags } from '#shared/gateways/email.ts';
import { languageFor, type Wording } from '#shared/mails/default-mail.tsx';
import { riskMail } from '#shared/mails/risk-mail.ts';
import { noteOnCall, notesOfCall } from '#shared/observability/call.ts';
import { logger } from '#shared/observability/powertools.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { logUndelivered } from '../log-delivery/undelivered.ts';
import { customSenders } from '../messages/custom-senders.ts';
import { messageLimits } from '../messages/message-limits.ts';
import { findTemplate } from '../messages/message-templates.ts';
import { sealFeedbackToken } from './feedback-tokens.ts';

/** A risky sign-in of which its user is to be told. */
export interface RiskySignIn {
  readonly app: ClientRecord;
  readonly user: User;
  readonly userKey: string;
  readonly event: AuthEvent;
  readonly action: AccountTakeoverEventActionType;
  readonly outcome: Outcome;
}

const notifiedOf = async ({ app, user, userKey, event, action }: RiskySignIn): Promise<Notified> => {
  const { pool, client } = app;
  const token = { userKey, sub: user.sub, eventId: event.id };
  const page = `${originOfPool(pool, environment())}/eventFeedback?client_id=${client.id}&feedback_token=`;
  return {
    username: user.username,
    eventId: event.id,
    context: event.context,
    at: event.createdAt,
    action,
    feedbackToken: await sealFeedbackToken(pool, token),
    links: {
      valid: `${page}${await sealFeedbackToken(pool, { ...token, value: 'Valid' })}`,
      invalid: `${page}${await sealFeedbackToken(pool, { ...token, value: 'Invalid' })}`,
    },
  };
};

// The members that a function of the pool's owner gets.
const toSenderAttributes = ({ username, eventId, context, at, action, feedbackToken, links }: Notified) => ({
  EVENT_ID: eventId,
  USER_NAME: username,
  IP_ADDRESS: context.ipAddress ?? '',
  ACCOUNT_TAKE_OVER_ACTION: action,
  ONE_CLICK_LINK_VALID: links.valid,
  ONE_CLICK_LINK_INVALID: links.invalid,
  LOGIN_TIME: loginTime(at),
  FEEDBACK_TOKEN: feedbackToken,
  ...(context.city !== undefined && { CITY: context.city }),
  ...(context.country !== undefined && { COUNTRY: context.country }),
  ...(context.deviceName !== undefined && { DEVICE_NAME: context.deviceName }),
});

// The configuration's words, then the pool's template, then our own.
const mailAbout = async ({ app, user, outcome }: RiskySignIn, notified: Notified): Promise<Wording> => {
  const { pool, client } = app;
  const mails = await riskMailRepository().find(pool.id, client.risk ? client.id : wholePool);
  const given = mails?.[notifyMembers[outcome]];
  const values = notificationValues(notified);
  const subject = given?.Subject === undefined ? undefined : notificationSubject(given.Subject, values);
  const bodies = givenBodies(given, values);
  const branding = messageBrandingOf(pool, client.id);
  const wanted = languageFor([user.attributes.locale, notesOfCall()?.pageLanguage, branding.defaultLanguage]);
  const names = bodies ? [] : usableTemplates(pool, riskKinds[outcome], [wanted, branding.defaultLanguage]);
  const template = await findTemplate(pool.id, names, 'email');
  // Words of the configuration may be in any language: without a subject of theirs, it is Cognito's.
  const language = bodies ? 'en' : languageFor([template?.language ?? wanted]);
  const mail = await riskMail({ outcome, notified, language, template, subject }, branding);
  return bodies ? { subject: mail.subject, ...bodies } : mail;
};

const send = async (signIn: RiskySignIn, to: string): Promise<void> => {
  const { app, user } = signIn;
  const { pool, client } = app;
  const notified = await notifiedOf(signIn);
  const custom = customSenderFor(pool, 'email');
  if (custom) {
    const attributes = toSenderAttributes(notified);
    await customSenders().handOverNotice({ pool, clientId: client.id, user, attributes }, custom);
    return;
  }
  const notify = riskConfigurationOf(app)?.AccountTakeoverRiskConfiguration?.NotifyConfiguration;
  const sender = notify && notifySender(notify, pool, environment().emailFrom);
  if (!sender) throw new Error('Nothing names an address that sends notifications.');
  const mail = await mailAbout(signIn, notified);
  await email().send({ sender, to, ...mail, tags: mailTags(pool.id, user.sub) });
};

/**
 * Tells a user of a risky sign-in, at a verified address. What goes wrong is logged, and hinders no sign-in; nor does it
 * that too much was sent there already.
 */
export const notifyUser = async (signIn: RiskySignIn): Promise<void> => {
  const { app, user, userKey } = signIn;
  const to = user.attributes.email;
  if (to === undefined || !isVerified(user.attributes, 'email')) return;
  const unsent = user.undeliverable && !customSenderFor(app.pool, 'email') ? whyUndeliverable(user, to) : undefined;
  if (unsent) {
    noteOnCall({ unsent });
    return;
  }
  try {
    await messageLimits().admit({ pool: app.pool, userKey, to: [{ attribute: 'email', destination: to }] });
    await send(signIn, to);
  } catch (error) {
    if (isException(error, 'LimitExceededException')) return;
    const reason = error instanceof Error ? error.name : 'unknown';
    logger.warn('A notification of a risky sign-in was not delivered', { userPoolId: app.pool.id, reason });
    const details = `EMAIL to ${maskDestination('email', to)} (a risky sign-in) was not delivered. ${reason}`;
    await logUndelivered(app.pool, details);
  }
};
