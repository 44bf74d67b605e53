import { OAuthError } from './oauth-error.ts';

/** Parameters of a query or a form: RFC 6749 section 3.1. A parameter without a value counts as left out. */
export interface Parameters {
  /** The value; undefined where there is none. Throws invalid_request for a parameter that comes more than once. */
  readonly get: (name: string) => string | undefined;
  /** The value. Throws invalid_request where there is none, or more than one. */
  readonly require: (name: string) => string;
  /** All values, in order, for parameters that may come more than once. */
  readonly all: (name: string) => readonly string[];
}

const mostParameters = 100;

const refused = (description: string): OAuthError => new OAuthError('invalid_request', { description });

/** The parameters of text in the form `name=value&…`. Throws invalid_request for more than 100 parameters. */
export const parseParameters = (text: string): Parameters => {
  const pairs = new URLSearchParams(text);
  if (pairs.size > mostParameters) throw refused(`More than ${mostParameters} parameters.`);

  const all = (name: string): readonly string[] => pairs.getAll(name).filter(Boolean);
  const get = (name: string): string | undefined => {
    const values = all(name);
    if (values.length > 1) throw refused(`The parameter ${name} comes more than once.`);
    return values[0];
  };
  return {
    all,
    get,
    require: (name) => {
      const value = get(name);
      if (value === undefined) throw refused(`The parameter ${name} is missing.`);
      return value;
    },
  };
};
