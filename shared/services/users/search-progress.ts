import * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';

const Candidate = v.pipe(v.tuple([v.string(), v.string()]), v.readonly());
const Place = v.union([v.null(), v.literal('end'), Candidate]);

const Progress = v.object({
  /** The index of the search. Another index has other keys. */
  way: v.string(),
  position: v.optional(v.pipe(v.array(Place), v.readonly())),
  counted: v.number(),
});

/** How far a search is, according to its page token. */
export type SearchProgress = v.InferOutput<typeof Progress>;

/** The progress in a page token's position. Throws InvalidParameterException where that is of another kind. */
export const toProgress = (position: unknown): SearchProgress => {
  const { success, output } = v.safeParse(Progress, position);
  if (!success) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
  return output;
};
