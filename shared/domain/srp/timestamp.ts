import { CognitoException } from '#shared/errors/exception.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const form = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) UTC (\d{4})$/;

const twoDigits = (value: number | string): string => String(value).padStart(2, '0');

/**
 * Epoch milliseconds of a TIMESTAMP such as `Tue May 6 00:09:40 UTC 2025`; undefined for any other form, and for a weekday
 * that is not that day's. The day may have a leading zero.
 */
export const parseTimestamp = (text: string): number | undefined => {
  const [, weekday, month = '', day = '', clock = '', year = ''] = form.exec(text) ?? [];
  const iso = `${year}-${twoDigits(months.indexOf(month) + 1)}-${twoDigits(day)}T${clock}.000Z`;
  const time = Date.parse(iso);
  // A day that the month does not have would be read as a day of the next month.
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) return undefined;
  return weekday === weekdays[new Date(time).getUTCDay()] ? time : undefined;
};

/** The TIMESTAMP of that second, as a proof is made over it: its day has no leading zero. */
export const toTimestamp = (time: number): string => {
  const date = new Date(time);
  const clock = date.toISOString().slice(11, 19);
  const day = `${weekdays[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${date.getUTCDate()}`;
  return `${day} ${clock} UTC ${date.getUTCFullYear()}`;
};

/** Like `parseTimestamp`, but throws InvalidParameterException for any other form. */
export const assertTimestamp = (text: string): number => {
  const time = parseTimestamp(text);
  if (time !== undefined) return time;
  throw new CognitoException(
    'InvalidParameterException',
    'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
  );
};

// Clients stamp their answers by their own clock.
const clockToleranceMs = 15 * 60_000;

/** True for an answer that was signed at about this time. Both times are in epoch milliseconds. */
export const isTimely = (signedAt: number, now: number): boolean => Math.abs(now - signedAt) < clockToleranceMs;
