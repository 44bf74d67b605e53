/** What a line of a Firebase CSV export is: its values, the beginning of a row that goes on, or nothing that can be told. */
export type FirebaseLine = { readonly values: readonly string[] } | 'unended' | 'unclear';

// How many values firebase-tools writes, since 2017, since 7, since 8 and since 15.19. A comma ends each line.
const forms: readonly number[] = [26, 27, 28, 52];

const customAttributesAt = 27;

// The names of a user, and of the user at each provider; other values are never put between quotation marks.
const quotable: ReadonlySet<number> = new Set([5, 9, 13, 17, 21, 27, 30, 34, 38, 42, 46, 50]);

const hasForm = (values: readonly string[]): boolean =>
  forms.includes(values.length) || (values.at(-1) === '' && forms.includes(values.length - 1));

interface Quoted {
  readonly value: string;
  /** Where the comma behind it is, or the end. */
  readonly end: number;
}

// In custom attributes a quotation mark behind a backslash is not doubled, in no version.
const readQuoted = (text: string, start: number, place: number): Quoted | 'unended' | 'unclear' => {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character !== '"' || (place === customAttributesAt && text[at - 1] === '\\')) {
      value += character;
    } else if (text[at + 1] === '"') {
      value += '"';
      at++;
    } else {
      const isEnd = at + 1 === text.length || text[at + 1] === ',';
      return isEnd ? { value, end: at + 1 } : 'unclear';
    }
  }
  return 'unended';
};

const unquoted = (value: string, place: number): string => {
  if (!value.startsWith('"') || !quotable.has(place)) return value;
  const quoted = readQuoted(value, 0, place);
  // The name itself has these quotation marks where they are no pair.
  return typeof quoted === 'string' ? value : quoted.value;
};

const readStrictly = (text: string): FirebaseLine => {
  const values: string[] = [];
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '"' && quotable.has(values.length)) {
      const quoted = readQuoted(text, at, values.length);
      if (typeof quoted === 'string') return quoted;
      values.push(quoted.value);
      at = quoted.end;
    } else {
      const comma = text.indexOf(',', at);
      const value = text.slice(at, comma < 0 ? text.length : comma);
      if (/["\n]/.test(value)) return 'unclear';
      values.push(value);
      at += value.length;
    }
  }
  return { values };
};

/**
 * Reads a row of a CSV file by firebase-tools, of `width` values where that is known. Before 15.19 it does not double the
 * quotation marks of names, so a name may look like several values.
 */
export const readFirebaseLine = (text: string, width?: number): FirebaseLine => {
  const fits = (values: readonly string[]): boolean => hasForm(values) && values.length === (width ?? values.length);
  const strict = readStrictly(text);
  if (typeof strict === 'object' && fits(strict.values)) return strict;
  // With just as many commas as values, no value has one, and quotation marks cannot hide anything.
  const plain = text.split(',');
  return fits(plain) && !text.includes('\n') ? { values: plain.map(unquoted) } : strict;
};

/** Whether a text has so many commas that it is no mere beginning of a row, which has `width` values where that is known. */
export const isWholeRow = (text: string, width: number = Math.min(...forms)): boolean =>
  text.split(',').length >= width;

const truth = /^(?:true|false)?$/;
const time = /^\d*$/;
const valueForms: ReadonlyMap<number, RegExp> = new Map([
  [0, /./],
  [2, truth],
  [23, time],
  [24, time],
  [25, /^(?:\+\d+)?$/],
  [26, truth],
  [customAttributesAt, /^(?:\{.*\})?$/s],
]);

/** Why the values are no user that firebase-tools wrote, as the rest of a sentence about the line. */
export const reasonAgainstFirebaseValues = (values: readonly string[]): string | undefined => {
  if (!hasForm(values)) return `has ${values.length} values, and firebase-tools writes ${forms.join(', ')}`;
  for (const [place, form] of valueForms) {
    if (!form.test(values[place] ?? '')) return `has something else in value ${place + 1} than firebase-tools writes`;
  }
  return undefined;
};

/** A row of a CSV export as the user that it would be in JSON. The values have fixed places, and there is no header. */
export const fromFirebaseValues = (values: readonly string[]): unknown => {
  const at = (place: number): string | undefined => values[place] || undefined;
  return {
    localId: at(0),
    email: at(1),
    emailVerified: at(2) === 'true',
    passwordHash: at(3),
    salt: at(4),
    displayName: at(5),
    photoUrl: at(6),
    createdAt: at(23),
    phoneNumber: at(25),
    disabled: at(26) === 'true',
    customAttributes: at(customAttributesAt),
  };
};
