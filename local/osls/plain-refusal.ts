import type { Framework } from './framework.ts';

/** Runs a plugin's work. When it throws, the console shows only its sentence, without the framework's stack. */
export const refusingPlainly = async ({ classes }: Framework, work: () => void | Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (cause) {
    throw new classes.Error(cause instanceof Error ? cause.message : String(cause), 'GATEHOUSE');
  }
};
