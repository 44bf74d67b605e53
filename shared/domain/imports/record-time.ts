import { CognitoException } from '#shared/errors/exception.ts';

/** Epoch milliseconds in the form of records, ISO 8601. */
export const toTimeText = (epochMs: number): string => new Date(epochMs).toISOString();

/** Epoch milliseconds of a time in a record. Throws InvalidParameterException for a day that does not exist. */
export const toTime = (text: string): number => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new CognitoException('InvalidParameterException', `${text} is no time.`);
  return time;
};
