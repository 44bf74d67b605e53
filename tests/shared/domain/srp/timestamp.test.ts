import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTimestamp, toTimestamp } from '#shared/domain/srp/timestamp.ts';

it('reads every second back from the way clients write it', () => {
  const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, (date) => {
      const [weekday = '', day, month, year, clock] = date.toUTCString().split(' ');
      const text = `${weekday.slice(0, 3)} ${month} ${Number(day)} ${clock} UTC ${year}`;
      expect(parseTimestamp(text)).toBe(Math.floor(date.getTime() / 1000) * 1000);
    }),
  );
});

it('writes every second as clients do', () => {
  const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, (date) => {
      const [weekday = '', day, month, year, clock] = date.toUTCString().split(' ');
      expect(toTimestamp(date.getTime())).toBe(`${weekday.slice(0, 3)} ${month} ${Number(day)} ${clock} UTC ${year}`);
    }),
  );
});

it('reads no weekday but that of the day, and reads a leading zero', () => {
  expect(parseTimestamp('Sun Feb 1 00:00:00 UTC 2026')).toBe(Date.UTC(2026, 1, 1));
  expect(parseTimestamp('Sun Feb 01 00:00:00 UTC 2026')).toBe(Date.UTC(2026, 1, 1));
  for (const weekday of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Xyz', 'sun', 'Sunday']) {
    expect(parseTimestamp(`${weekday} Feb 1 00:00:00 UTC 2026`)).toBeUndefined();
  }
});

it.each([
  'Sat Feb 30 00:00:00 UTC 2026',
  'Sat Feb 0 00:00:00 UTC 2026',
  'Sat Feb 21 24:00:00 UTC 2026',
  'Sat Feb 21 23:60:00 UTC 2026',
  'Sat Feb 21 23:59:60 UTC 2026',
  'Sat Feb 21 23:59:59 UTC 26',
  'Sat feb 21 23:59:59 UTC 2026',
  'Sat Feb 21 23:59:59 GMT 2026',
  ' Sat Feb 21 23:59:59 UTC 2026',
  'Sat Feb 21 23:59:59 UTC 2026\n',
  'Sat Feb 021 23:59:59 UTC 2026',
])('does not read %j', (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});

it('reads no accidental text', () => {
  fc.assert(fc.property(fc.string(), (text) => parseTimestamp(text) === undefined));
});
