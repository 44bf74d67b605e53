import { stack } from './stack.ts';

/**
 * The environment for a process that is to find out for itself where everything is: without what is set for the CLI, and
 * without what other tests of this thread put there to reach the table of the stack.
 */
export const ownEnvironment = (): Record<string, string | undefined> => {
  const settings = new Set(Object.keys(stack().env));
  const isOwn = (name: string): boolean => !settings.has(name) && !/^(AWS|GATEHOUSE)_/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isOwn(name)));
};
