// 36 to the power of 25 is more than 2 to the power of 128, so every id of a token family fits.
const digits = 25;
const radix = 36n;

/** A session is a token family, or a session of the pages. */
export type SessionKind = 'sso' | 'tkn';

/** The API's id of a session: the id of its token family, or of the session of the pages, as a number in base 36. */
export const toSessionId = (id: string, kind: SessionKind = 'tkn'): string =>
  kind +
  BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(Number(radix))
    .padStart(digits, '0');

const toNumber = (text: string): bigint =>
  [...text].reduce((value, digit) => value * radix + BigInt(Number.parseInt(digit, Number(radix))), 0n);

/** What a session id names; undefined for a text that cannot be one. */
export const findSessionNamed = (
  sessionId: string,
): { readonly kind: SessionKind; readonly id: string } | undefined => {
  const [, prefix, number = ''] = /^(sso|tkn)([0-9a-z]{25})$/.exec(sessionId) ?? [];
  if (prefix === undefined) return undefined;
  const hex = toNumber(number).toString(16).padStart(32, '0');
  if (hex.length > 32) return undefined;
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { kind: prefix === 'sso' ? 'sso' : 'tkn', id };
};
