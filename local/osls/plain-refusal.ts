import type { Framework } from './framework.ts';

/** Runs a plugin's work. When it throws, the console shows only its sentence, without the framework's stack. */
export const refusingPlainly = async <Result>(
  { classes }: Framework,
  work: () => Result | Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (cause) {
    throw new classes.Error(cause instanceof Error ? cause.message : String(cause), 'GATEHOUSE');
  }
};
