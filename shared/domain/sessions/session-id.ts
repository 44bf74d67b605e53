// 36 to the power of 25 is more than 2 to the power of 128, so every id of a token family fits.
const prefix = 'tkn';
const digits = 25;
const radix = 36n;

/** The API's id of a session: the id of its token family, the same number in base 36. */
export const toSessionId = (familyId: string): string =>
  prefix +
  BigInt(`0x${familyId.replaceAll('-', '')}`)
    .toString(Number(radix))
    .padStart(digits, '0');

const toNumber = (text: string): bigint =>
  [...text].reduce((value, digit) => value * radix + BigInt(Number.parseInt(digit, Number(radix))), 0n);

/** The token family of a session id; undefined for a text that cannot be one. */
export const findFamilyId = (sessionId: string): string | undefined => {
  if (!/^tkn[0-9a-z]{25}$/.test(sessionId)) return undefined;
  const hex = toNumber(sessionId.slice(prefix.length)).toString(16).padStart(32, '0');
  if (hex.length > 32) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
