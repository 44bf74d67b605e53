import type { AttributeSchema } from '../user-pools/attribute-schema.ts';

const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

// The parser moves a day that the month does not have into the next month: written back, it is another day.
const isDate = (value: string): boolean => {
  if (!isoDate.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
};

const longest = 2048;

const brokenLength = (value: string, { min, max }: AttributeSchema): string | undefined => {
  if (min !== undefined && value.length < Number(min)) return `String must be no shorter than ${min} characters`;
  if (max !== undefined && value.length > Number(max)) return `String must be no longer than ${max} characters`;
  return undefined;
};

const brokenDate = (value: string, { name }: AttributeSchema): string | undefined =>
  name === 'birthdate' && !isDate(value) ? 'Date must be in the form YYYY-MM-DD' : undefined;

// Whole numbers are compared exactly: as doubles, large ones that differ a little would be equal.
const isLess = (a: string, b: string): boolean =>
  [a, b].some((decimal) => decimal.includes('.')) ? Number(a) < Number(b) : BigInt(a) < BigInt(b);

const brokenNumber = (value: string, { min, max }: AttributeSchema): string | undefined => {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return 'Number value is not in a valid format';
  if (min !== undefined && isLess(value, min)) return `Number must be no less than ${min}`;
  if (max !== undefined && isLess(max, value)) return `Number must be no greater than ${max}`;
  return undefined;
};

/** Why the value does not fit the schema: its type, length or range, or no real date. Undefined where it fits. */
export const reasonAgainstValue = (value: string, schema: AttributeSchema): string | undefined => {
  if (value.length > longest) return `String must be no longer than ${longest} characters`;
  switch (schema.type) {
    case 'String':
      return brokenLength(value, schema) ?? brokenDate(value, schema);
    case 'Number':
      return brokenNumber(value, schema);
    case 'Boolean':
      return /^(?:true|false)$/i.test(value) ? undefined : 'Boolean value must be true or false';
    case 'DateTime':
      return isoTime.test(value) && !Number.isNaN(Date.parse(value)) ? undefined : 'DateTime must be in ISO 8601 form';
  }
};
