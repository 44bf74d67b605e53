import * as v from 'valibot';
import { mostFaults, type Work } from './bounds.ts';

/** True where enough is wrong with a request: nothing more of it is looked at. */
export const isEnough = ({ faults }: Work): boolean => faults >= mostFaults;

// Valibot asks for the text of every fault when it makes it, and whether to go on whenever something has one.
const configOf = (work: Work): v.Config<v.BaseIssue<unknown>> => ({
  message: () => {
    work.faults += 1;
    return '';
  },
  get abortEarly() {
    return isEnough(work);
  },
});

/** Holds a value against a schema, up to a hundred faults; counts them. */
export const examine = <Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  work: Work,
): v.SafeParseResult<Schema> => {
  const config = configOf(work);
  // Not by the third argument of safeParse, which would ask for what changes once and for all.
  const counting: Schema = { ...schema, '~run': (dataset) => schema['~run'](dataset, config) };
  return v.safeParse(counting, input);
};
