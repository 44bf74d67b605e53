/**
 * DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse in one: after the password, the user's own
 * question. The question is in the attribute `custom:question`, and the hash of its answer in `custom:answer`. A
 * backend writes both. App clients should neither read nor write them.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */

import { afterPassword } from '#shared/domain/custom-challenges/after-password.ts';
import { isSecurityAnswer } from '#shared/domain/custom-challenges/security-answer.ts';
import type { ChallengeEvent } from '#shared/wire/challenge-event.ts';

const tries = 3;

export const handler = async (event: ChallengeEvent): Promise<ChallengeEvent> => {
  const { userAttributes } = event.request;
  switch (event.triggerSource) {
    case 'DefineAuthChallenge_Authentication':
      Object.assign(event.response, afterPassword(event.request.session, tries));
      break;
    case 'CreateAuthChallenge_Authentication':
      event.response.publicChallengeParameters = { question: userAttributes['custom:question'] ?? '' };
      event.response.challengeMetadata = 'SECURITY_QUESTION';
      break;
    case 'VerifyAuthChallengeResponse_Authentication':
      event.response.answerCorrect = isSecurityAnswer(
        event.request.challengeAnswer,
        userAttributes['custom:answer'] ?? '',
      );
      break;
  }
  return event;
};
