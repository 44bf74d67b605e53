import type { Framework } from './framework.ts';

/** Runs a plugin's work; what it throws reaches the console as its sentence alone, without the framework's stack. */
export const refusingPlainly = async ({ classes }: Framework, work: () => void | Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (cause) {
    throw new classes.Error(cause instanceof Error ? cause.message : String(cause), 'GATEHOUSE');
  }
};
