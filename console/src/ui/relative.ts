const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long a time is away, such as "3 minutes ago" or "in 2 days". Both are seconds since the epoch. */
export const relative = (seconds: number, now: number): string => {
  const away = seconds - now;
  const [unit, size] = units.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.trunc(away / size), unit);
};
