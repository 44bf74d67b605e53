import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '#local/child.ts';
import { freePort } from '#local/ports.ts';
import type { Target } from '../connection.ts';

/** The peer's package, as npm names it. */
export const peer = 'cognito-local@5.3.0';

const patienceMs = 60_000;

// An npm that runs this has settings that mean its own folder.
const plainEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));

/**
 * Fetches the peer from npm into a folder that is removed when this process ends. None of its install scripts runs. Gives the
 * folder, or throws what npm said.
 */
export const fetchPeer = async (): Promise<string> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-peer-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', peer];
  const child = spawn('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: plainEnvironment() });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`npm did not install ${peer}. ${said}`);
  return folder;
};

// Like pools elsewhere: names are usernames, unless a pool says otherwise.
const settings = { UserPoolDefaults: { UsernameAttributes: [] } };

/** Starts the peer with nothing in it. It keeps passwords as they are, and data in files. */
export const startPeer = async (folder: string): Promise<Target & { readonly stop: () => Promise<void> }> => {
  const directory = mkdtempSync(path.join(folder, 'data-'));
  mkdirSync(path.join(directory, '.cognito'));
  writeFileSync(path.join(directory, '.cognito/config.json'), JSON.stringify(settings));
  const port = await freePort();
  const program = path.join(folder, 'node_modules/cognito-local/lib/bin/start.js');
  const env = { ...plainEnvironment(), HOST: '127.0.0.1', PORT: String(port), NODE_ENV: 'production' };
  const child = startChild(process.execPath, [program], { cwd: directory, stdio: 'ignore', env });
  const endpoint = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(endpoint).then(
      () => true,
      () => false,
    );
  const late = Date.now() + patienceMs;
  while (child.isRunning() && Date.now() < late && !(await answers())) await pause(50);
  if (!(await answers())) {
    await child.stop();
    throw new Error(`${peer} did not start.`);
  }
  return { endpoint, region: 'us-east-1', accessKeyId: 'local', secretAccessKey: 'local', stop: child.stop };
};
