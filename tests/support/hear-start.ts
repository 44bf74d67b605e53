import type { ChildProcess } from 'node:child_process';

/** Hears a program that starts a stack. `introduced` resolves once it has introduced the stack, or has ended. */
export const hearStart = (child: ChildProcess): { readonly said: () => string; readonly introduced: Promise<void> } => {
  let said = '';
  const introduced = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer): void => {
      said += chunk;
      if (said.includes('Ctrl-C')) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => resolve());
  });
  return { said: () => said, introduced };
};
