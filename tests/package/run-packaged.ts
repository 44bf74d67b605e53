import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { stack } from '#tests/support/stack.ts';
import { unzip } from './unzip.ts';

interface Answer {
  readonly statusCode: number;
  readonly body: Record<string, unknown>;
}

// As Lambda's runtime does: the module that the handler names, one event, one answer.
const mark = 'answer: ';

const runner = `
const mark = ${JSON.stringify(mark)};
const { handler } = await import(process.argv[2]);
const answer = await handler(JSON.parse(process.argv[3]), { awsRequestId: 'packaged' });
process.stdout.write('\\n' + mark + JSON.stringify(answer) + '\\n');
`;

/**
 * What a packaged function answers to an operation's members: from its zip alone, in a process that has nothing else,
 * with the settings of the running stack.
 */
export const runPackaged = async (domain: string, operation: string, members: object): Promise<Answer> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-zip-'));
  try {
    unzip(path.join('.serverless', `${operation}.zip`), folder);
    const script = path.join(folder, 'runner.mjs');
    writeFileSync(script, runner);
    const event = {
      version: '2.0',
      rawPath: `/op/${operation}`,
      headers: { 'x-origin-secret': stack().env.ORIGIN_SECRETS ?? '' },
      requestContext: { http: { method: 'POST' } },
      body: Buffer.from(JSON.stringify(members)).toString('base64'),
      isBase64Encoded: true,
    };
    const module = path.join(folder, `functions/api/${domain}/${operation}.mjs`);
    const { stdout } = await promisify(execFile)(process.execPath, [script, module, JSON.stringify(event)], {
      cwd: folder,
      env: { ...stack().env },
    });
    const said = stdout.split('\n').find((line) => line.startsWith(mark)) ?? '';
    const { statusCode, body } = JSON.parse(said.slice(mark.length));
    return { statusCode, body: JSON.parse(body) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
