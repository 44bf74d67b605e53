const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const isUnit = (name: string): name is keyof typeof units => Object.hasOwn(units, name);

/** The milliseconds in a duration such as `2 h` or `-5 min`; a number is milliseconds. Throws a plain Error. */
export const millisecondsIn = (duration: string | number): number => {
  if (typeof duration === 'number') return Math.round(duration);
  const [, sign = '', amount = '', unit = ''] = /^\s*([+-]?)(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/.exec(duration) ?? [];
  if (!isUnit(unit)) throw new Error(`"${duration}" is no duration: write it as in "2 h", with ms, s, min, h or d.`);
  return Math.round((sign === '-' ? -1 : 1) * Number(amount) * units[unit]);
};
