import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { inDirectory } from './cli.ts';
import { ownEnvironment } from './own-environment.ts';
import { stack } from './stack.ts';

/** A command of a page, and what the page says that it prints. */
interface Step {
  readonly command: string;
  readonly output: string;
}

const run = promisify(execFile);

/** True where the AWS CLI is installed. */
export const hasCli = (): boolean => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

// A command continues after a backslash and a pipe, within quotation marks, in a loop, and up to the END of a here-document.
const isUnfinished = (command: string): boolean =>
  /(?:[\\|]|; do)$/.test(command) ||
  (command.includes("<<'END'") && !command.endsWith('\nEND')) ||
  (command.match(/'/g) ?? []).length % 2 > 0 ||
  (command.match(/"\$\(/g) ?? []).length > (command.match(/\)"/g) ?? []).length;

// In a list, a block is indented as a whole.
const blocksOf = (page: string): readonly (readonly string[])[] =>
  [...page.matchAll(/^( *)```console\n([\s\S]*?)\n *```$/gm)].map(([, indent = '', block = '']) =>
    block.split('\n').map((line) => line.slice(indent.length)),
  );

const stepsOf = (page: string): readonly Step[] => {
  const steps: { command: string; output: string }[] = [];
  for (const line of blocksOf(page).flat()) {
    const last = steps.at(-1);
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: '' });
    else if (last && isUnfinished(last.command)) last.command += `\n${line}`;
    else if (last) last.output += `${line}\n`;
  }
  return steps;
};

const marker = '== next ==';

/** Runs the commands of a page of docs/ in order: what the page says of them, and what they did print. */
export const runPage = async (
  file: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly told: readonly Step[]; readonly found: readonly Step[] }> => {
  const { endpoint, region, accessKeyId, secretAccessKey } = stack();
  const told = stepsOf(readFileSync(file, 'utf8'));
  const script = [
    'set -e',
    // For every version of the AWS CLI: old ones do not know the setting that the pages use.
    'aws() { command aws --endpoint-url "$ENDPOINT" "$@"; }',
    ...told.map(({ command }) => `${command}\necho '${marker}'`),
  ].join('\n');
  const env = {
    ...ownEnvironment(),
    ENDPOINT: endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: '',
    ...variables,
  };
  const { stdout } = await inDirectory((cwd) => run('bash', ['-c', script], { cwd, env }));
  const said = stdout.split(`${marker}\n`);
  return { told, found: told.map(({ command }, index) => ({ command, output: said[index] ?? '' })) };
};
