import type { PluralForms } from '../catalogue.ts';
import type { accountEn } from './en.ts';

/** The texts of the account page in one language. */
export type AccountTexts = {
  readonly [Key in keyof typeof accountEn]: (typeof accountEn)[Key] extends string ? string : PluralForms;
};
