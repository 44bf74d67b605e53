import { map, text } from './shapes.ts';

const PageTextNameType = text({ min: 1, max: 64, pattern: '[A-Za-z0-9_.]+' });
const PageTextType = text({ min: 1, max: 1000, pattern: '\\P{Cc}+' });

/** Texts of pages by name: one line each. A language has fewer than these. */
export const PageTextsType = map(PageTextNameType, PageTextType, { max: 512 });

/** The tag of a language in which a pool has texts of its own: RFC 5646. */
export const PageLanguageType = text({ min: 2, max: 35, pattern: '[A-Za-z0-9-]+' });
