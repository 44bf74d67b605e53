import type { en } from './en.ts';

/** The name of a text. */
export type TextKey = keyof typeof en;

/** A text that depends on `{count}`: one form for each plural category that the language has (CLDR). */
export interface PluralForms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** The texts of the pages in one language. */
export type Catalogue = {
  readonly [Key in TextKey]: (typeof en)[Key] extends string ? string : PluralForms;
};

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The names that a text has to be filled in, such as `destination`. */
export type NamesOf<Key extends TextKey> = (typeof en)[Key] extends { readonly other: infer Other }
  ? NamesIn<Other>
  : NamesIn<(typeof en)[Key]>;

/** What is filled in. `count` decides the plural form, and is written as the language writes numbers. */
export type ValuesOf<Key extends TextKey> = { readonly [Name in NamesOf<Key>]: Name extends 'count' ? number : string };

/** A text that nothing is filled in. */
export type PlainKey = { [Key in TextKey]: [NamesOf<Key>] extends [never] ? Key : never }[TextKey];
