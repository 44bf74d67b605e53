import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../cli/failures.ts';
import type { FromFile } from './from-file.ts';
import { plannedInWords, type Told } from './words.ts';

/** The options of `start` that are about a file to begin with. */
export interface StartFrom {
  readonly from?: string | undefined;
  readonly parameter?: readonly string[] | undefined;
  readonly plan?: boolean | undefined;
  readonly remove?: boolean | undefined;
}

/** A plan in words and as it is. */
export interface Plan {
  readonly told: Told;
  readonly words: string;
}

const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Gives a command the options of a file to begin with. */
export const addFromOptions = (command: Command): Command =>
  command
    .option('--from <file>', 'makes what a CloudFormation template or a dump of describe-user-pool has of Cognito')
    .option('--parameter <Key=Value>', 'a parameter of that template; may be given more than once', gathered)
    .option('--plan', 'says what --from would make and change, and starts nothing')
    .option('--remove', 'removes what --from made before and the file has no more');

/**
 * The file that the options name, read and found whole; undefined where they name none. Throws UsageError with the line of
 * whatever is wrong.
 */
export const readStartFrom = async ({ from, parameter, plan, remove }: StartFrom): Promise<FromFile | undefined> => {
  if (from !== undefined) {
    // Most starts are without, and need no reader of templates.
    const { readFromFile } = await import('./from-file.ts');
    return readFromFile({ file: from, parameters: parameter ?? [], removing: remove ?? false });
  }
  const alone = parameter?.length ? '--parameter' : plan ? '--plan' : remove ? '--remove' : undefined;
  if (alone !== undefined) throw new UsageError(`${alone} is about a file: name it by --from.`);
  return undefined;
};

/** The file of a data folder that says what was made from which file. */
export const stateFileIn = (folder: string): string => path.join(folder, 'templates.json');

/** What a start would do in a data folder; undefined for one in memory, where all is made anew. Throws UsageError. */
export const planOf = (file: FromFile, folder: string | undefined): Plan => {
  const told = file.plan({ stateFile: folder && stateFileIn(folder) });
  return { told, words: plannedInWords(told) };
};
