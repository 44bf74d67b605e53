/**
 * DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse in one: signs in without a password, by a
 * link that is sent to the user's verified address. The app that asked keeps its Session. The page that the link opens
 * answers the challenge with the text after `#secret=`. A link works once, during the lifetime of the Session.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type {
  CreateAuthChallengeTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from 'aws-lambda';
import { environment } from '#shared/config/environment.ts';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { escapeHtml } from '#shared/domain/messages/templates.ts';
import { email } from '#shared/gateways/email.ts';
import { logger } from '#shared/observability/powertools.ts';
import type { ChallengeEvent } from '#shared/wire/challenge-event.ts';

const define = ({ request: { session }, response }: DefineAuthChallengeTriggerEvent): void => {
  const [link, ...more] = session;
  const isProven = link?.challengeName === 'CUSTOM_CHALLENGE' && link.challengeResult && more.length === 0;
  response.issueTokens = isProven;
  response.failAuthentication = link !== undefined && !isProven;
  if (!link) response.challengeName = 'CUSTOM_CHALLENGE';
};

const send = async (to: string, secret: string): Promise<void> => {
  const { magicLinkUrl, productName } = triggerSettings();
  const { emailFrom: from } = environment();
  if (!from) throw new Error('There is no address to send from.');
  const link = escapeHtml(`${magicLinkUrl}#secret=${secret}`);
  await email().send({
    sender: { from },
    to,
    subject: `Sign in to ${productName}`,
    html: `<p><a href="${link}">Sign in to ${escapeHtml(productName)}</a></p><p>Not you? Then nothing is to be done.</p>`,
  });
};

const create = async ({ userPoolId, request, response }: CreateAuthChallengeTriggerEvent): Promise<void> => {
  const secret = randomBytes(32).toString('base64url');
  response.publicChallengeParameters = { delivery: 'EMAIL' };
  response.privateChallengeParameters = { secret };
  response.challengeMetadata = 'MAGIC_LINK';
  const { email: to, email_verified } = request.userAttributes;
  // No such user, or no verified address: the answer is the same, but no link is sent.
  if (request.userNotFound || !to || email_verified !== 'true') return;
  try {
    await send(to, secret);
  } catch (error) {
    logger.warn('A link was not delivered', { userPoolId, reason: error instanceof Error ? error.name : 'unknown' });
  }
};

const verify = ({ request, response }: VerifyAuthChallengeResponseTriggerEvent): void => {
  const expected = Buffer.from(request.privateChallengeParameters.secret ?? '');
  const given = Buffer.from(request.challengeAnswer);
  response.answerCorrect = expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given);
};

export const handler = async (event: ChallengeEvent): Promise<ChallengeEvent> => {
  switch (event.triggerSource) {
    case 'DefineAuthChallenge_Authentication':
      define(event);
      break;
    case 'CreateAuthChallenge_Authentication':
      await create(event);
      break;
    case 'VerifyAuthChallengeResponse_Authentication':
      verify(event);
      break;
  }
  return event;
};
