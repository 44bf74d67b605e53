const decimal = /^(-?)(\d+)(?:\.(\d+))?$/;

// As with /0+$/, which would start again at every zero.
const withoutTrailingZeros = (digits: string): string => {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
};

const complement = (digits: string): string => digits.replace(/\d/g, (digit) => String(9 - Number(digit)));

/**
 * A decimal number as a text that sorts among such texts as the number does among numbers, whatever its size. It has
 * the sign, the count of whole digits, and the digits; for negative numbers all of it is inverted. Equal numbers have
 * one text. Undefined for anything but a decimal number.
 */
export const toOrderedNumber = (value: string): string | undefined => {
  const [, sign, whole, fraction = ''] = decimal.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const significant = whole.replace(/^0+/, '');
  const count = String(significant.length).padStart(4, '0');
  const digits = withoutTrailingZeros(`${significant}${fraction}`);
  if (digits === '') return '1';
  // Of two negative numbers that begin with the same digits, the one with more digits is smaller.
  return sign ? `0${complement(`${count}${digits}`)}~` : `1${count}${digits}`;
};
