import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CopiedSources, copySources } from '#tests/support/copied-sources.ts';
import { startRecorder } from './aws-recorder.ts';

// Four commands of the framework, each of which bundles every function again: half a minute or more, once.
type Recorder = Awaited<ReturnType<typeof startRecorder>>;

const stackName = 'gatehouse-prod';

let recorder: Recorder;
let copy: CopiedSources;
let folder: string;

const serverless = async (...command: readonly string[]): Promise<string> => {
  const cli = path.join(folder, 'node_modules/serverless/bin/serverless.js');
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|GATEHOUSE)_/.test(name))),
    AWS_CONFIG_FILE: path.join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'none'),
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: recorder.endpoint,
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
    SLS_AWS_MONITORING_FREQUENCY: '50',
  };
  // The framework prints the failure to one, and how it got there to the other.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, ...command, '--stage', 'prod'], {
    cwd: folder,
    env,
  }).catch((error: Error & { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(error.stdout + error.stderr, { cause: error });
  });
  return stdout + stderr;
};

const consoleKeys = (): string[] =>
  [...recorder.objects.keys()].filter((key) => key.startsWith(`${stackName}-console/`));

const codeKeys = (): string[] => [...recorder.objects.keys()].filter((key) => key.includes('/code-artifacts/'));

beforeAll(async () => {
  recorder = await startRecorder();
  copy = copySources();
  folder = copy.folder;
});

afterAll(async () => {
  await recorder.stop();
  copy.remove();
});

describe('serverless deploy', () => {
  it('makes a stack that declares what it is sent, uploads what the template names, then updates it once', async () => {
    await serverless('deploy');
    const order = ['CreateStack', 'ValidateTemplate', 'UpdateStack'];
    expect(recorder.calls.filter((call) => order.includes(call))).toEqual(order);
    const { template, parameters } = recorder.stacks.get(stackName) ?? {};
    const functions = Object.values(template?.Resources ?? {}).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(100);
    expect(Object.keys(parameters ?? {}).sort()).toEqual(Object.keys(template?.Parameters ?? {}).sort());
    // Each has its zip, and some share a layer.
    expect(codeKeys().length).toBeLessThanOrEqual(functions.length + 1);
  });

  it('leaves a stack alone that is as it is to be, and says so', async () => {
    const before = recorder.calls.length;
    expect(await serverless('deploy')).toContain('No changes to deploy');
    const calls = recorder.calls.slice(before);
    expect(calls).not.toContain('UpdateStack');
    expect(calls.filter((call) => call.startsWith('S3 PUT'))).toEqual([]);
  });

  it('updates one function where the code of one is another, and uploads that alone', async () => {
    appendFileSync(
      path.join(folder, 'functions/api/account/GetUser.ts'),
      '\nObject.assign(globalThis, { other: 1 });\n',
    );
    const [before, keys] = [recorder.calls.length, codeKeys()];
    await serverless('deploy');
    expect(recorder.updates.at(-1)).toEqual(['GetUserLambdaFunction']);
    expect(consoleKeys()).toEqual([]);
    const uploads = recorder.calls.slice(before).filter((call) => /^S3 PUT .*\/code-artifacts\//.test(call));
    expect(uploads).toHaveLength(1);
    // The previous one stays for a rollback, as its deployment is kept.
    expect(codeKeys()).toHaveLength(keys.length + 1);
  });

  it('uploads the console where it is on, the page last, and takes it away before its bucket goes', async () => {
    const before = recorder.calls.length;
    // Made here, and not taken from what the clone has kept. The packages lie elsewhere, behind a link.
    appendFileSync(path.join(folder, 'console/index.html'), '<!-- of a copy -->\n');
    expect(await serverless('deploy', '--param', 'console=on')).toContain('files of the console');
    const uploads = recorder.calls.slice(before).filter((call) => call.startsWith(`S3 PUT /${stackName}-console/`));
    expect(uploads.length).toBeGreaterThan(5);
    expect(uploads.slice(-2).map((call) => call.split('/').at(-1))).toEqual(['index.html', 'deployed.json']);
    expect(recorder.calls.lastIndexOf('UpdateStack')).toBeLessThan(recorder.calls.indexOf(uploads[0] ?? ''));
    const licences = consoleKeys().find((key) => key.endsWith('/licences.txt')) ?? '';
    expect(String(recorder.objects.get(licences))).toMatch(/^react \d/m);
    await serverless('deploy');
    expect(consoleKeys()).toEqual([]);
    await serverless('deploy', '--param', 'console=on');
    expect(consoleKeys()).not.toEqual([]);
  });

  it('leaves nothing of a stack that is removed in the bucket', async () => {
    await serverless('remove');
    expect(recorder.calls).toContain('DeleteStack');
    expect([...recorder.stacks.keys()]).toEqual([]);
    expect([...recorder.objects.keys()]).toEqual([]);
  });
});
