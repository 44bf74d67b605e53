import type { VNode } from 'preact';

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
}

/** What an administrator has set of the look of classic pages, by the paths at which it is found. */
export interface Look {
  /** Rules to stand after those of all pages. */
  readonly rules: string | undefined;
  readonly logo: string | undefined;
}
