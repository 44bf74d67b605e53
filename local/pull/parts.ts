/** Brings the parts of a pool up to date, one after the other. */
import { isSame } from './comparable.ts';
import type { Note } from './notes.ts';

/** Something that was made or changed here, or would be. */
export interface Change {
  readonly did: 'made' | 'changed';
  readonly what: string;
  readonly name: string;
}

/** One kind of things in a pool: as they are to be, as they are, and what makes the one from the other. */
export interface Part {
  /** The kind, in the singular. */
  readonly what: string;
  readonly wanted: ReadonlyMap<string, object>;
  readonly present: ReadonlyMap<string, object>;
  /** Undefined where such a thing is made with the pool alone. */
  readonly make?: ((name: string) => Promise<unknown>) | undefined;
  /** Undefined where it never changes. */
  readonly change?: ((name: string) => Promise<unknown>) | undefined;
}

/** What came of it. */
export interface Outcome {
  readonly changes: readonly Change[];
  readonly notes: readonly Note[];
}

const refused = (what: string, name: string, why: string): Note => ({
  about: what,
  what: `The ${what} ${name} ${what.endsWith('s') ? 'are not here as they are' : 'is not here as it is'} there: ${why}`,
  todo: 'Mend what stands in its way and pull again, or set it by hand.',
});

/** True where a service does not take what it was given, whoever gives it. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error &&
  '$metadata' in error &&
  typeof error.$metadata === 'object' &&
  error.$metadata !== null &&
  Reflect.get(error.$metadata, 'httpStatusCode') === 400 &&
  // The key of the command may not do it: that is no matter of this part alone.
  !['AccessDeniedException', 'NotAuthorizedException', 'UnrecognizedClientException'].includes(error.name);

const bringOne = async (
  { what, wanted, present, make, change }: Part,
  name: string,
  dryRun: boolean,
): Promise<Outcome> => {
  const there = wanted.get(name);
  const here = present.get(name);
  if (here && isSame(there, here)) return { changes: [], notes: [] };
  const act = here ? change : make;
  if (!act) {
    const why = here ? 'it never changes in a pool that is there.' : 'such a thing is made with its pool alone.';
    return { changes: [], notes: [refused(what, name, why)] };
  }
  try {
    if (!dryRun) await act(name);
    return { changes: [{ did: here ? 'changed' : 'made', what, name }], notes: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { changes: [], notes: [refused(what, name, error.message)] };
  }
};

const onlyHere = ({ what, wanted, present }: Part): readonly Note[] => {
  const names = [...present.keys()].filter((name) => !wanted.has(name));
  if (names.length === 0) return [];
  return [
    {
      about: what,
      what: `Here and not there: ${what}.`,
      todo: 'Nothing is deleted by pulling. Delete it by hand if it is not wanted.',
      names,
    },
  ];
};

/** Makes and changes what is not as it is to be. What the service refuses is noted, and the others go on. */
export const bringUpToDate = async (parts: readonly Part[], dryRun: boolean): Promise<Outcome> => {
  const changes: Change[] = [];
  const notes: Note[] = [];
  for (const part of parts) {
    for (const name of part.wanted.keys()) {
      const outcome = await bringOne(part, name, dryRun);
      changes.push(...outcome.changes);
      notes.push(...outcome.notes);
    }
    notes.push(...onlyHere(part));
  }
  return { changes, notes };
};
