import { type ChildProcess, type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { makePackage } from '#local/npm/make-package.ts';

const execute = promisify(execFile);

type StdioPipes = ['ignore', 'pipe', 'pipe'];

/** A command that ran to its end. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a stack tells once it is ready. */
export type Told = Readonly<Record<string, string>>;

/** The package for npm, installed where nothing else is. */
export interface InstalledPackage {
  readonly folder: string;
  /** The folder of the package itself. */
  readonly place: string;
  /** The file that npm made of it. */
  readonly tarball: string;
  /** Runs any program in the folder. */
  readonly run: (program: string, ...args: readonly string[]) => ChildProcessByStdio<null, Readable, Readable>;
  /** Runs any program in another folder, with more settings. */
  readonly runIn: (
    where: { readonly folder: string; readonly env?: Readonly<Record<string, string>> },
    program: string,
    ...args: readonly string[]
  ) => ChildProcessByStdio<null, Readable, Readable>;
  /** Settings by which npm has packages from where this machine has them. */
  readonly npmSettings: Readonly<Record<string, string>>;
  /** Runs its command. */
  readonly spawn: (...args: readonly string[]) => ChildProcessByStdio<null, Readable, Readable>;
  /** Runs its command to the end. */
  readonly command: (...args: readonly string[]) => Promise<Ended>;
  /** Runs a program of Node in the folder to its end. */
  readonly node: (...args: readonly string[]) => Promise<Ended>;
  /** What a stack that was started with --json tells once it is ready. Throws what it said where it ends before. */
  readonly told: (child: ChildProcessByStdio<null, Readable, Readable>) => Promise<Told>;
  /** Starts a stack, and waits until it is ready. */
  readonly start: (...args: readonly string[]) => Promise<{ readonly told: Told; readonly child: ChildProcess }>;
  /** Ends a stack as Ctrl-C does, and gives its exit code. */
  readonly end: (child: ChildProcess) => Promise<number | null>;
  readonly remove: () => void;
}

/** How many bytes the files in a folder and below have. */
export const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);

/** A newcomer's environment: an empty home, no settings of anybody, the Node of this process and the system's programs. */
const emptyEnvironment = (home: string): NodeJS.ProcessEnv => ({
  HOME: home,
  PATH: [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter),
  TMPDIR: tmpdir(),
});

// Where this machine has its packages from, and whom it trusts for that. All else of npm's settings stays out.
const source = async (): Promise<Record<string, string>> => {
  const given: Record<string, string> = {};
  for (const name of ['registry', 'cafile']) {
    const value = (await execute('npm', ['config', 'get', name])).stdout.trim();
    if (value !== '' && value !== 'null' && value !== 'undefined') given[`npm_config_${name}`] = value;
  }
  return given;
};

const pack = async (into: string, env: NodeJS.ProcessEnv): Promise<string> => {
  const made = path.join(into, 'made');
  await makePackage(made);
  await execute('npm', ['pack', made, '--pack-destination', into], { env });
  const [tarball = ''] = readdirSync(into).filter((name) => name.endsWith('.tgz'));
  rmSync(made, { recursive: true });
  return path.join(into, tarball);
};

/** What a program said, and its exit code. */
export const whole = async (child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> => {
  const ended = once(child, 'exit');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, out, err };
};

/** Makes the package, and installs it with npm into an empty folder, for somebody with an empty home. */
export const installPackage = async (): Promise<InstalledPackage> => {
  const parent = mkdtempSync(path.join(tmpdir(), 'gatehouse-package-'));
  const folder = path.join(parent, 'app');
  const home = path.join(parent, 'home');
  for (const made of [folder, home]) mkdirSync(made);
  const env = emptyEnvironment(home);
  const tarball = await pack(parent, env);
  const npmSettings = await source();
  await execute('npm', ['install', '-D', tarball, '--no-audit', '--no-fund'], {
    cwd: folder,
    env: { ...env, ...npmSettings },
  });
  const program = path.join(folder, 'node_modules/.bin/gatehouse-pools');
  const stdio: StdioPipes = ['ignore', 'pipe', 'pipe'];
  const running = new Set<ChildProcess>();
  const runIn: InstalledPackage['runIn'] = ({ folder: cwd, env: more }, named, ...args) => {
    const child = spawn(named, args, { cwd, env: { ...env, ...more }, stdio });
    running.add(child);
    return child;
  };
  const run: InstalledPackage['run'] = (...named) => runIn({ folder }, ...named);
  const told: InstalledPackage['told'] = async (child) => {
    const errors = text(child.stderr);
    let said = '';
    const ready = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk;
        if (said.endsWith('\n')) resolve();
      });
      child.once('exit', () => resolve());
    });
    await ready;
    if (!said.endsWith('\n')) throw new Error(await errors);
    return JSON.parse(said);
  };
  return {
    tarball,
    npmSettings,
    run,
    runIn,
    told,
    spawn: (...args) => run(program, ...args),
    folder,
    place: path.join(folder, 'node_modules/gatehouse-pools'),
    command: (...args) => whole(run(program, ...args)),
    node: (...args) => whole(run(process.execPath, ...args)),
    start: async (...args) => {
      const child = run(program, 'start', '--json', ...args);
      return { told: await told(child), child };
    },
    end: async (child) => {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
      running.delete(child);
      return child.exitCode;
    },
    remove: () => {
      for (const child of running) child.kill('SIGKILL');
      rmSync(parent, { recursive: true, force: true });
    },
  };
};
