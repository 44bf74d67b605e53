import type { Parameters } from './parameters.ts';

const textIn = (value: string): string => {
  if (!value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === 'string' ? text : value;
  } catch {
    return value;
  }
};

/**
 * The values of a form, where those that are JSON strings count as what they say: scripts for managed login send them so.
 * Forms of our own pages say `plain`, since a password that somebody types may begin and end with a quotation mark.
 */
export const withoutQuotes = (form: Parameters): Parameters => {
  if (form.all('plain').length > 0) return form;
  const textOf = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : textIn(value) || undefined;
  return {
    all: (name) => form.all(name).map(textIn).filter(Boolean),
    get: (name) => textOf(form.get(name)),
    require: (name) => textIn(form.require(name)),
  };
};
