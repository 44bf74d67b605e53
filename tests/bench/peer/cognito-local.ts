import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startChild } from '#local/child.ts';
import { freePort } from '#local/ports.ts';
import type { Target } from '../connection.ts';
import { plainEnvironment, untilAnswers } from './fetched.ts';

/** The peer's package, as npm names it. */
export const peer = 'cognito-local@5.3.0';

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
  await untilAnswers(child, endpoint, peer);
  return { endpoint, region: 'us-east-1', accessKeyId: 'local', secretAccessKey: 'local', stop: child.stop };
};
