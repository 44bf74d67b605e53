import { CognitoException } from '#shared/errors/exception.ts';

/** AuthParameters of a flow, or ChallengeResponses of a challenge. */
export type Parameters = Readonly<Record<string, string>>;

/** A parameter that must be there. Throws InvalidParameterException. */
export const requiredParameter = (parameters: Parameters, name: string): string => {
  const value = parameters[name];
  if (!value) throw new CognitoException('InvalidParameterException', `Missing required parameter ${name}`);
  return value;
};
