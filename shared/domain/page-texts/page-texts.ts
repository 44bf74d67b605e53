import type { UserPool } from '../user-pools/user-pool.ts';

/** Texts that a pool has in place of those of managed pages, in one language. */
export interface PageTexts {
  readonly poolId: string;
  /** Tag of a language of pages, such as `pt-BR`. */
  readonly language: string;
  /** By name. They are text, and never HTML. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The languages of a pool's own texts, once it has some in that language, or none. */
export const languagesWith = (
  { textLanguages = [] }: Pick<UserPool, 'textLanguages'>,
  language: string,
  hasTexts: boolean,
): readonly string[] => {
  const others = textLanguages.filter((one) => one !== language);
  return hasTexts ? [...others, language].sort() : others;
};
