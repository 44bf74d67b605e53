/**
 * DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse in one: after the password, a CAPTCHA. The
 * app shows the widget for the public parameter `siteKey`, and answers with the widget's token. The service behind
 * CAPTCHA_VERIFY_URL checks the token; reCAPTCHA, hCaptcha and Turnstile are asked in the same way.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */

import * as v from 'valibot';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { afterPassword } from '#shared/domain/custom-challenges/after-password.ts';
import type { ChallengeEvent } from '#shared/wire/challenge-event.ts';

const tries = 3;

// Shorter than the time of a trigger, so that this function can say what happened.
const timeoutMs = 4000;

const verdict = v.object({ success: v.boolean() });

const isHuman = async (token: string): Promise<boolean> => {
  const { captchaVerifyUrl: url, captchaSecret: secret } = triggerSettings();
  if (url === undefined || secret === undefined) throw new Error('No CAPTCHA is set up');
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    body: new URLSearchParams({ secret, response: token }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`The CAPTCHA service answered ${answer.status}`);
  return v.parse(verdict, await answer.json()).success;
};

export const handler = async (event: ChallengeEvent): Promise<ChallengeEvent> => {
  switch (event.triggerSource) {
    case 'DefineAuthChallenge_Authentication':
      Object.assign(event.response, afterPassword(event.request.session, tries));
      break;
    case 'CreateAuthChallenge_Authentication':
      event.response.publicChallengeParameters = { siteKey: triggerSettings().captchaSiteKey ?? '' };
      event.response.challengeMetadata = 'CAPTCHA';
      break;
    case 'VerifyAuthChallengeResponse_Authentication':
      event.response.answerCorrect = await isHuman(event.request.challengeAnswer);
      break;
  }
  return event;
};
