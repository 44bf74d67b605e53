import * as v from 'valibot';
import { mostFaults, type Tally } from './bounds.ts';

/** True where so much is wrong with a request that the rest is left unread. */
export const isEnough = ({ faults }: Tally): boolean => faults >= mostFaults;

// Valibot asks for the text of every fault that it makes. It asks whether to go on whenever a fault was made.
const configOf = (tally: Tally): v.Config<v.BaseIssue<unknown>> => ({
  message: () => {
    tally.faults += 1;
    return '';
  },
  get abortEarly() {
    return isEnough(tally);
  },
});

/** Checks a value against a schema, up to a hundred faults, and counts them. */
export const examine = <Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  tally: Tally,
): v.SafeParseResult<Schema> => {
  const config = configOf(tally);
  // The third argument of safeParse will not do: it is read once, and this configuration changes.
  const counting: Schema = { ...schema, '~run': (dataset) => schema['~run'](dataset, config) };
  return v.safeParse(counting, input);
};
