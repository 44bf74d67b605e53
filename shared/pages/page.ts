import type { VNode } from 'preact';
import type { PageLook } from '#shared/domain/branding/page-look.ts';
import type { CognitoException } from '#shared/errors/exception.ts';
import type { Language, Texts } from './texts/texts.ts';

/** How a page is dressed: by the classic look of its client, or by the client's style of managed login. */
export type Dress =
  | { readonly family: 'classic'; readonly look: Look; readonly tellsOfDevice?: boolean }
  | {
      readonly family: 'managed';
      /** Whether it loads the script that tells of the device. */
      readonly tellsOfDevice?: boolean;
      readonly look: PageLook;
      readonly texts: Texts;
      /** Addresses of the same page in all languages; undefined where it offers no choice. */
      readonly languages: ReadonlyMap<Language, string> | undefined;
    };

/** A page, before it is written as HTML. */
export interface Page {
  readonly title: string;
  /** What the body of the document holds. */
  readonly body: VNode;
}

/** What every page with a form says. */
export interface FormPage {
  /** Where the form is posted: the path with the query of the request. */
  readonly action: string;
  readonly formToken: string;
  readonly error: string | undefined;
  /** The same as an exception, which managed pages tell in their own words. */
  readonly exception?: CognitoException | undefined;
}

/** What an administrator has set of the look of classic pages, by the paths at which it is found. */
export interface Look {
  /** Rules to stand after those of all pages. */
  readonly rules: string | undefined;
  readonly logo: string | undefined;
}
