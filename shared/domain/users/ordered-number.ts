const decimal = /^(-?)(\d+)(?:\.(\d+))?$/;

// As /0+$/ finds them, which would start anew at every zero.
const withoutTrailingZeros = (digits: string): string => {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
};

const complement = (digits: string): string => digits.replace(/\d/g, (digit) => String(9 - Number(digit)));

/**
 * A decimal number as a text that stands among others as the number among numbers, whatever its size: sign, count of
 * whole digits, digits; of negative numbers all that turned round. Equal numbers are one text. Undefined for what is no
 * decimal number.
 */
export const toOrderedNumber = (value: string): string | undefined => {
  const [, sign, whole, fraction = ''] = decimal.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const significant = whole.replace(/^0+/, '');
  const count = String(significant.length).padStart(4, '0');
  const digits = withoutTrailingZeros(`${significant}${fraction}`);
  if (digits === '') return '1';
  // Of two negative numbers the one with more digits behind the same beginning is the smaller one.
  return sign ? `0${complement(`${count}${digits}`)}~` : `1${count}${digits}`;
};
