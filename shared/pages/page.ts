import type { VNode } from 'preact';

/** A page, before it is written as HTML. */
export interface Page {
  readonly title: string;
  /** What the body of the document holds. */
  readonly body: VNode;
  /** Runs at the end of the page. It is text of our own. */
  readonly script?: string;
}

/** What every page with a form says. */
export interface FormPage {
  /** Where the form is posted: the path with the query of the request. */
  readonly action: string;
  readonly formToken: string;
  readonly error: string | undefined;
}

/** What an administrator has set of the look of classic pages. */
export interface Look {
  /** Rules that were checked: in them is no `<`, which would end their element. */
  readonly css: string | undefined;
  /** Where the logo is. */
  readonly logo: string | undefined;
}
