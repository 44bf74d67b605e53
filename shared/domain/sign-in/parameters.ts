import { CognitoException } from '#shared/errors/exception.ts';

/** AuthParameters of a flow, or ChallengeResponses of a challenge. */
export type Parameters = Readonly<Record<string, string>>;

/** The parameters that ask for an authentication level. */
export const stepUpParameters: readonly string[] = ['TARGET_ACR_VALUES', 'MAX_AGE', 'ACCESS_TOKEN'];

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** A parameter that must be there. Throws InvalidParameterException. */
export const requiredParameter = (parameters: Parameters, name: string): string => {
  const value = parameters[name];
  if (!value) throw invalid(`Missing required parameter ${name}`);
  return value;
};

// The pattern that the API has for usernames elsewhere. Here, two members of the service are said to violate it.
const usernamePattern = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';
const usernameForm = new RegExp(`^${usernamePattern}$`, 'u');

const misshapen = ['userAlias', 'userName']
  .map(
    (member) =>
      `Value at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${usernamePattern}`,
  )
  .join('; ');

/**
 * USERNAME, which must be there. Throws InvalidParameterException, also for a name with white space or control
 * characters, which no user can have.
 */
export const requiredUsername = (parameters: Parameters): string => {
  const username = requiredParameter(parameters, 'USERNAME');
  if (!usernameForm.test(username)) throw invalid(`2 validation errors detected: ${misshapen}`);
  return username;
};
