import { CognitoException } from '#shared/errors/exception.ts';
import { known } from '../progress.ts';
import type { AskChallenge } from '../sign-in.ts';

export const noTokenText = 'Software Token MFA does not exist for the user.';

/** SOFTWARE_TOKEN_MFA: what the user called the app. Throws InvalidParameterException where there is none. */
export const askSoftwareTokenMfa = (): AskChallenge => async (progress) => {
  const { softwareToken } = known(progress).record;
  // Only a custom sign-in can ask for what is not there, and its first request has no other exception to answer.
  if (!softwareToken) throw new CognitoException('InvalidParameterException', noTokenText);
  const { friendlyName } = softwareToken;
  return { parameters: friendlyName === undefined ? {} : { FRIENDLY_DEVICE_NAME: friendlyName } };
};
