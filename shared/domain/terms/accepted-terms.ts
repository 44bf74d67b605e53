import type { TermsName } from './terms.ts';

/** A document that a user agreed to at the sign-up, as the page showed it. */
export interface AcceptedTerms {
  readonly termsId: string;
  readonly name: TermsName;
  /** The app client whose page it was. */
  readonly clientId: string;
  /** The link on the page, and the language of the page, such as `pt-BR`. */
  readonly link: string;
  readonly language: string;
  /** When the links of the document had last been changed: which version it was. Epoch milliseconds. */
  readonly updatedAt: number;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
}
