import * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';

const Candidate = v.pipe(v.tuple([v.string(), v.string()]), v.readonly());
const Place = v.union([v.null(), v.literal('end'), Candidate]);

const Progress = v.object({
  /** Along which index the search goes: another one has other keys. */
  way: v.string(),
  position: v.optional(v.pipe(v.array(Place), v.readonly())),
  counted: v.number(),
});

/** How far a search has come, as its page token says. */
export type SearchProgress = v.InferOutput<typeof Progress>;

/** What the position in a page token says. Throws InvalidParameterException where it is of another kind. */
export const toProgress = (position: unknown): SearchProgress => {
  const { success, output } = v.safeParse(Progress, position);
  if (!success) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
  return output;
};
