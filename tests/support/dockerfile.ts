import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { type InstalledPackage, whole } from './installed-package.ts';

interface Instruction {
  readonly name: string;
  readonly given: string;
}

/** The instructions of a Dockerfile, in order. Throws a plain Error at a line that is none. */
export const instructionsOf = (file: string): readonly Instruction[] =>
  readFileSync(file, 'utf8')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, given] = /^([A-Z]+) +(\S.*)$/.exec(line) ?? [];
      if (name === undefined || given === undefined)
        throw new Error(`${file} has a line that is no instruction: ${line}`);
      return { name, given };
    });

/**
 * Does in a folder what a build does in the image: COPY from `context`, and RUN. Gives the program that a container
 * starts, with its arguments. Throws a plain Error where a RUN fails.
 */
export const buildIn = async (
  { runIn, npmSettings }: Pick<InstalledPackage, 'runIn' | 'npmSettings'>,
  folder: string,
  context: string,
  instructions: readonly Instruction[],
): Promise<readonly string[]> => {
  let program: readonly string[] = [];
  for (const { name, given } of instructions) {
    if (name === 'COPY') {
      const files = given.split(' ').filter((word) => !word.startsWith('--'));
      for (const one of files.slice(0, -1)) {
        cpSync(path.join(context, one), path.join(folder, files.at(-1) ?? '', path.basename(one)), { recursive: true });
      }
    }
    if (name === 'RUN') {
      const { code, err } = await whole(runIn({ folder, env: npmSettings }, 'sh', '-c', given));
      if (code !== 0) throw new Error(`RUN ${given} ended with ${code}: ${err}`);
    }
    if (name === 'ENTRYPOINT') program = v.parse(v.array(v.string()), JSON.parse(given));
  }
  return program;
};
