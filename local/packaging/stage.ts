import { LONGEST_STAGE } from './limits.ts';

// With a hyphen, what is allowed for the functions of `prod` would reach those of `prod-eu`.
const letters = /^[A-Za-z][A-Za-z0-9]*$/;

/** Throws a sentence where a stage has a name that a deployment would fail with, or that would reach another stage. */
export const assertStage = (stage: string): void => {
  if (letters.test(stage) && stage.length <= LONGEST_STAGE) return;
  throw new Error(`The stage ${stage} is to be of letters and digits, ${LONGEST_STAGE} at most: names begin with it.`);
};
