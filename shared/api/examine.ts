import * as v from 'valibot';
import { mostFaults, type Tally } from './bounds.ts';

/** True where enough is wrong with a request: nothing more of it is looked at. */
export const isEnough = ({ faults }: Tally): boolean => faults >= mostFaults;

// Valibot asks for the text of every fault when it makes it, and whether to go on whenever something has one.
const configOf = (tally: Tally): v.Config<v.BaseIssue<unknown>> => ({
  message: () => {
    tally.faults += 1;
    return '';
  },
  get abortEarly() {
    return isEnough(tally);
  },
});

/** Holds a value against a schema, up to a hundred faults; counts them. */
export const examine = <Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  tally: Tally,
): v.SafeParseResult<Schema> => {
  const config = configOf(tally);
  // Not by the third argument of safeParse, which would ask for what changes once and for all.
  const counting: Schema = { ...schema, '~run': (dataset) => schema['~run'](dataset, config) };
  return v.safeParse(counting, input);
};
