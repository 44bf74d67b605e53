import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { type Ended, type InstalledPackage, whole } from './installed-package.ts';

const Step = v.union([
  v.strictObject({ uses: v.pipe(v.string(), v.regex(/^[\w-]+\/[\w-]+@v\d+$/)), with: v.optional(v.looseObject({})) }),
  v.strictObject({ name: v.optional(v.string()), run: v.string() }),
]);

const Job = v.strictObject({ 'runs-on': v.pipe(v.string(), v.regex(/^ubuntu-/)), steps: v.array(Step) });

/** As much of a workflow of GitHub Actions as our examples use. */
const Workflow = v.strictObject({
  name: v.string(),
  on: v.array(v.picklist(['push', 'pull_request'])),
  permissions: v.strictObject({ contents: v.literal('read') }),
  jobs: v.record(v.string(), Job),
});

/** The commands of each job of a workflow. Throws where the file is no workflow, or uses what is not known here. */
export const commandsOf = (file: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(v.parse(Workflow, parse(readFileSync(file, 'utf8'))).jobs).map(([name, { steps }]) => [
      name,
      steps.flatMap((step) => ('run' in step ? [step.run] : [])),
    ]),
  );

const settingsIn = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/**
 * Runs the commands of a job as GitHub's runner does: each in a bash of its own that ends at the first failure, with the
 * settings that the ones before it have written. Ends after the first one that fails.
 */
export const runJob = async (
  { runIn, npmSettings }: Pick<InstalledPackage, 'runIn' | 'npmSettings'>,
  folder: string,
  commands: readonly string[],
): Promise<readonly Ended[]> => {
  const file = path.join(folder, 'settings-of-job');
  writeFileSync(file, '');
  const ended: Ended[] = [];
  for (const command of commands) {
    const env = { ...npmSettings, ...settingsIn(file), CI: 'true', GITHUB_ENV: file };
    const one = await whole(runIn({ folder, env }, 'bash', '-e', '-c', command));
    ended.push(one);
    if (one.code !== 0) break;
  }
  return ended;
};
