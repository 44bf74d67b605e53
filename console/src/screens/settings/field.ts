import type { DocumentName } from './documents.ts';

/** How a value is given. `json` is for what is too rare for fields of its own: the API checks it. */
export type Kind =
  | { readonly as: 'text' | 'long' | 'number' | 'switch' | 'lines' | 'json' | 'pairs' }
  /** One of these; with `none`, it may be left out. */
  | { readonly as: 'choice'; readonly of: readonly string[]; readonly none?: string }
  /** Some of these, in their order. */
  | { readonly as: 'some'; readonly of: readonly string[] }
  /** A member that is there or not. Once it is there, it stays. */
  | { readonly as: 'once' };

/** One setting. */
export interface Field {
  readonly path: string;
  readonly label: string;
  /** What it does, in one sentence. */
  readonly what: string;
  /** What Cognito has, unless it is set. */
  readonly standard: string;
  /** What changes for users who are there already. */
  readonly users: string;
  readonly kind: Kind;
}

/** Settings that are shown and saved together. */
export interface Section {
  readonly title: string;
  readonly about: string;
  readonly document: DocumentName;
  readonly fields: readonly Field[];
}

export interface Group {
  readonly id: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

type Told = readonly [label: string, what: string, standard: string, users: string];

const withKind =
  (kind: Kind) =>
  (path: string, ...[label, what, standard, users]: Told): Field => ({ path, label, what, standard, users, kind });

export const text = withKind({ as: 'text' });
export const long = withKind({ as: 'long' });
export const number = withKind({ as: 'number' });
export const toggle = withKind({ as: 'switch' });
export const lines = withKind({ as: 'lines' });
export const json = withKind({ as: 'json' });
export const pairs = withKind({ as: 'pairs' });
export const once = withKind({ as: 'once' });
export const choice = (of: readonly string[], path: string, ...told: Told): Field =>
  withKind({ as: 'choice', of })(path, ...told);
export const maybe = (none: string, of: readonly string[], path: string, ...told: Told): Field =>
  withKind({ as: 'choice', of, none })(path, ...told);
export const some = (of: readonly string[], path: string, ...told: Told): Field =>
  withKind({ as: 'some', of })(path, ...told);
