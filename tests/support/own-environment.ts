import { stack } from './stack.ts';

/**
 * The environment for a process that has to find out by itself where everything is. It lacks the settings for the CLI,
 * and those by which other tests of this thread reach the table of the stack.
 */
export const ownEnvironment = (): Record<string, string | undefined> => {
  const settings = new Set(Object.keys(stack().env));
  const isOwn = (name: string): boolean => !settings.has(name) && !/^(AWS|GATEHOUSE)_/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isOwn(name)));
};

/** What has a program of Node trust the certificates of the stack. */
export const trustingStack = (): Record<string, string | undefined> => ({
  NODE_EXTRA_CA_CERTS: stack().https?.certificateAuthority,
});
