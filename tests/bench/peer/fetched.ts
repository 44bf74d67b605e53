import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { startChild } from '#local/child.ts';

const patienceMs = 60_000;

/** The environment without what an npm that runs this has set, which means its own folder. */
export const plainEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));

/**
 * Fetches a package, `name@version`, from npm into a folder that is removed when this process ends. None of its install
 * scripts runs. Gives the folder, or throws what npm said.
 */
export const fetchPackage = async (wanted: string): Promise<string> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-peer-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', wanted];
  const child = spawn('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: plainEnvironment() });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`npm did not install ${wanted}. ${said}`);
  return folder;
};

/** Waits until something answers at the address. Ends the child, and throws, where nothing does in a minute. */
export const untilAnswers = async (
  child: ReturnType<typeof startChild>,
  endpoint: string,
  name: string,
): Promise<void> => {
  const answers = (): Promise<boolean> =>
    fetch(endpoint).then(
      () => true,
      () => false,
    );
  const late = Date.now() + patienceMs;
  while (child.isRunning() && Date.now() < late) {
    if (await answers()) return;
    await pause(50);
  }
  await child.stop();
  throw new Error(`${name} did not start.`);
};
