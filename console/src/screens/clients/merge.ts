/** Changes of a document that is replaced as a whole, while others may change it, too. */

type Document = Readonly<Record<string, unknown>>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const namesOf = (...documents: readonly Document[]): readonly string[] => [
  ...new Set(documents.flatMap((document) => Object.keys(document))),
];

/** The members in which two documents differ. */
const changedNames = (before: Document, after: Document): readonly string[] =>
  namesOf(before, after).filter((name) => !isSame(before[name], after[name]));

/** What is to be saved, and what somebody else has done meanwhile. */
export interface Merged<Doc> {
  /** The document as it is now, with the own changes. */
  readonly document: Doc;
  /** Members that were changed here. */
  readonly own: readonly string[];
  /** Members that somebody else has changed since the document was read. */
  readonly others: readonly string[];
  /** Members that both have changed: the own value replaces the other one. */
  readonly both: readonly string[];
}

const asDocument = (value: object): Document => Object.fromEntries(Object.entries(value));

/** Puts the own changes of a document on top of the document as it is now. */
export const merge = <Doc extends object>(read: Doc, edited: Doc, now: Doc): Merged<Doc> => {
  const [before, mine, theirs] = [asDocument(read), asDocument(edited), asDocument(now)];
  const own = changedNames(before, mine);
  const others = changedNames(before, theirs);
  return {
    document: { ...now, ...Object.fromEntries(own.map((name) => [name, mine[name]])) },
    own,
    others,
    both: own.filter((name) => others.includes(name) && !isSame(mine[name], theirs[name])),
  };
};
