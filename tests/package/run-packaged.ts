import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DATA_LAYER_ARTIFACT } from '#local/osls/data-layer.ts';
import { signEvent } from '#local/osls/sign-event.ts';
import { stack } from '#tests/support/stack.ts';
import { unzip } from './unzip.ts';

interface Answer {
  readonly statusCode: number;
  readonly body: Record<string, unknown>;
}

type Settings = Readonly<Record<string, string>>;

// As Lambda's runtime does it: the module in the handler's name, one event, one answer.
const mark = 'answer: ';

const runner = `
const mark = ${JSON.stringify(mark)};
const { handler } = await import(process.argv[2]);
const answer = await handler(JSON.parse(process.argv[3]), { awsRequestId: 'packaged' });
process.stdout.write('\\n' + mark + JSON.stringify(answer) + '\\n');
`;

// Lambda unpacks layers into /opt, where a test may write nothing.
const putLayerBeside = async (folder: string): Promise<void> => {
  const opt = path.join(folder, 'opt');
  await unzip(DATA_LAYER_ARTIFACT, opt);
  const chunks = path.join(folder, 'chunks');
  for (const name of existsSync(chunks) ? readdirSync(chunks) : []) {
    const chunk = path.join(chunks, name);
    writeFileSync(chunk, readFileSync(chunk, 'utf8').replaceAll('"/opt/', `"${opt}/`));
  }
};

const call = async (name: string, module: string, event: object, settings: Settings): Promise<string> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-zip-'));
  try {
    await unzip(path.join('.serverless', `${name}.zip`), folder);
    await putLayerBeside(folder);
    const script = path.join(folder, 'runner.mjs');
    writeFileSync(script, runner);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, path.join(folder, module), JSON.stringify(event)],
      { cwd: folder, env: { ...stack().env, ...settings } },
    );
    return (stdout.split('\n').find((line) => line.startsWith(mark)) ?? '').slice(mark.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * A packaged function's answer to an operation's members, signed. It runs from its zip alone, in a process that has
 * nothing else, with the settings of the running stack, or with others where they are given. `more` replaces members of
 * the event.
 */
export const runPackaged = async (
  domain: string,
  operation: string,
  members: object,
  settings: Settings = {},
  more: object = {},
): Promise<Answer> => {
  const { accessKeyId, secretAccessKey, region, endpoint, env } = stack();
  const request = {
    headers: {
      host: new URL(endpoint).host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(members),
  };
  const { headers } = await signEvent(request, { accessKeyId, secretAccessKey, region, date: new Date() });
  const event = {
    version: '2.0',
    rawPath: `/op/${operation}`,
    headers: { ...headers, 'x-origin-secret': env.ORIGIN_SECRETS ?? '' },
    requestContext: { http: { method: 'POST' } },
    body: Buffer.from(request.body).toString('base64'),
    isBase64Encoded: true,
    ...more,
  };
  const answer = await call(operation, `functions/api/${domain}/${operation}.mjs`, event, settings);
  const { statusCode, body } = JSON.parse(answer);
  return { statusCode, body: JSON.parse(body) };
};

/** What a packaged page, or a file of pages, answers to a GET. The function runs in the same way. */
export const getPackaged = async (
  file: string,
  rawPath: string,
): Promise<{
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}> => {
  const event = {
    version: '2.0',
    rawPath,
    headers: { host: 'localhost', 'x-origin-secret': stack().env.ORIGIN_SECRETS ?? '' },
    requestContext: { http: { method: 'GET' } },
    isBase64Encoded: false,
  };
  return JSON.parse(await call(file, `functions/pages/${file}.mjs`, event, {}));
};

/**
 * A packaged worker's answer to a payload, in the same way. Where the worker throws, throws what its process leaves.
 */
export const runPackagedWorker = async (
  file: string,
  name: string,
  payload: object,
  settings: Settings,
): Promise<unknown> => JSON.parse(await call(name, `functions/workers/${file}.mjs`, payload, settings));
