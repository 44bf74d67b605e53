import { text } from 'node:stream/consumers';
import { startChild } from '../child.ts';
import { keptFolder } from '../kept-folder.ts';
import { readyConsole, root } from '../root.ts';
import { listName } from './built-files.ts';

/** Builds the console into a folder. Throws a plain Error with what the builder said. */
export const buildConsole = async (folder: string): Promise<void> => {
  const child = startChild(process.execPath, [`${root}local/console/build.ts`, folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const words = child.process.stderr ? await text(child.process.stderr) : '';
  await child.ended;
  if (child.process.exitCode !== 0) throw new Error(`The console could not be built.\n${words}`.trim());
};

/** The folder of the console: that of the package, or one that is built here where none was before. Throws a plain Error. */
export const consoleFolder = async (): Promise<string> =>
  readyConsole ??
  keptFolder({ kind: 'console', sources: ['console', 'local/console'], proof: listName, make: buildConsole });
