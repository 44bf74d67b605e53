import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inDirectory } from '#tests/support/cli.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

interface Step {
  readonly command: string;
  readonly output: string;
}

const run = promisify(execFile);

const hasCli = (): boolean => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

// A command continues after a backslash and a pipe, within quotation marks, and up to the END of a here-document.
const isUnfinished = (command: string): boolean =>
  /[\\|]$/.test(command) ||
  (command.includes("<<'END'") && !command.endsWith('\nEND')) ||
  (command.match(/'/g) ?? []).length % 2 > 0 ||
  (command.match(/"\$\(/g) ?? []).length > (command.match(/\)"/g) ?? []).length;

const stepsOf = (page: string): readonly Step[] => {
  const steps: { command: string; output: string }[] = [];
  for (const [, block = ''] of page.matchAll(/```console\n([\s\S]*?)```/g)) {
    for (const line of block.trimEnd().split('\n')) {
      const last = steps.at(-1);
      if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: '' });
      else if (last && isUnfinished(last.command)) last.command += `\n${line}`;
      else if (last) last.output += `${line}\n`;
    }
  }
  return steps;
};

const marker = '== next ==';

describe('the page on administration', () => {
  it.skipIf(!hasCli())(
    'shows what the AWS CLI answers',
    async () => {
      const { poolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
      const { endpoint, region, accessKeyId, secretAccessKey } = stack();
      const steps = stepsOf(readFileSync('docs/administration.md', 'utf8'));
      const script = [
        'set -e',
        // For every version of the AWS CLI: old ones do not know the setting that the page uses.
        'aws() { command aws --endpoint-url "$ENDPOINT" "$@"; }',
        ...steps.map(({ command }) => `${command}\necho '${marker}'`),
      ].join('\n');
      const { stdout } = await inDirectory((cwd) =>
        run('bash', ['-c', script], {
          cwd,
          env: {
            ...ownEnvironment(),
            POOL: poolId,
            CLIENT: clientId,
            ENDPOINT: endpoint,
            AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
            AWS_ACCESS_KEY_ID: accessKeyId,
            AWS_SECRET_ACCESS_KEY: secretAccessKey,
            AWS_DEFAULT_REGION: region,
            AWS_PAGER: '',
          },
        }),
      );
      const said = stdout.split(`${marker}\n`);
      expect(steps.length).toBeGreaterThan(20);
      expect(steps.map(({ command }, index) => ({ command, output: said[index] }))).toEqual(steps);
    },
    300_000,
  );
});
