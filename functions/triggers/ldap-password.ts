/**
 * DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse in one: the password of an LDAP directory, such
 * as Active Directory, which is asked at every sign-in. Whoever is locked there cannot sign in here. The pool's own
 * password is not used.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
import type { VerifyAuthChallengeResponseTriggerEvent } from 'aws-lambda';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { byOneChallenge } from '#shared/domain/custom-challenges/by-one-challenge.ts';
import { createLdapDirectory } from '#shared/gateways/ldap-directory.ts';
import type { ChallengeEvent } from '#shared/wire/challenge-event.ts';

const tries = 3;

const isRight = async ({ userName, request }: VerifyAuthChallengeResponseTriggerEvent): Promise<boolean> => {
  const { ldap } = triggerSettings();
  const user = ldap && (await createLdapDirectory(ldap).authenticate(userName, request.challengeAnswer));
  // Asked for users who are not there, too: it takes as long.
  return user !== undefined && request.userNotFound !== true;
};

export const handler = async (event: ChallengeEvent): Promise<ChallengeEvent> => {
  switch (event.triggerSource) {
    case 'DefineAuthChallenge_Authentication':
      Object.assign(event.response, byOneChallenge(event.request.session, tries));
      break;
    case 'CreateAuthChallenge_Authentication':
      event.response.publicChallengeParameters = { type: 'password' };
      event.response.challengeMetadata = 'LDAP_PASSWORD';
      break;
    case 'VerifyAuthChallengeResponse_Authentication':
      event.response.answerCorrect = await isRight(event);
      break;
  }
  return event;
};
