import { LONGEST_STAGE } from './limits.ts';

// If hyphens were allowed, permissions for the functions of `prod` would include those of `prod-eu`.
const letters = /^[A-Za-z][A-Za-z0-9]*$/;

/** Throws a sentence for a stage whose name would make a deployment fail, or would give it access to another stage. */
export const assertStage = (stage: string): void => {
  if (letters.test(stage) && stage.length <= LONGEST_STAGE) return;
  throw new Error(`The stage ${stage} is to be of letters and digits, ${LONGEST_STAGE} at most: names begin with it.`);
};
