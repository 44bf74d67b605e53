import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { diskTrouble, onDisk } from '#local/data-folder/disk-troubles.ts';
import { readJsonFile } from '#local/data-folder/json-files.ts';
import { keyFileIn } from '#local/data-folder/key-file.ts';
import { makeFile, removeUnfinished, replaceFile } from '#local/data-folder/whole-files.ts';
import { startDatabase } from '#local/dynamodb.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { createMessages } from '#local/mailbox/messages.ts';
import { freePort } from '#local/ports.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

const here = mkdtempSync(path.join(tmpdir(), 'gatehouse-folder-'));
const children: ChildProcess[] = [];

/** Runs a script that imports from local/data-folder, in a process of its own. */
const run = (script: string): ChildProcess => {
  const modules = pathToFileURL(path.resolve('local/data-folder')).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script.replaceAll('@', modules)]);
  children.push(child);
  return child;
};

const saidBy = async (child: ChildProcess): Promise<string> => (child.stdout ? text(child.stdout) : '');

const firstWords = async (child: ChildProcess): Promise<string> => {
  const [words] = child.stdout ? await once(child.stdout, 'data') : [];
  return String(words).trim();
};

const settings = ['PORT', 'HTTPS_PORT', 'MAILBOX_PORT', 'LAMBDA_PORT', 'FILES_PORT'];

const npmStart = async (directory: string, more: { readonly uid?: number } = {}): Promise<Ended> => {
  const ports: Record<string, string> = {};
  for (const setting of settings) ports[`GATEHOUSE_${setting}`] = String(await freePort());
  const child = spawn(process.execPath, ['local/start.ts'], {
    env: { ...ownEnvironment(), ...ports, GATEHOUSE_DATA_DIR: directory },
    ...more,
  });
  children.push(child);
  const exit = once(child, 'exit');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exit;
  return { code: child.exitCode, said: `${out}${err}` };
};

const nobody = 65_534;

// Only an administrator may start programs of another user, who may be unable to read this folder.
const runsAsNobody = ((): boolean => {
  try {
    execFileSync(process.execPath, ['local/node-version.js'], { uid: nobody, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let made = 0;
let directory = '';
const inFolder = (name: string): string => path.join(directory, name);

beforeEach(() => {
  made += 1;
  directory = path.join(here, String(made));
  mkdirSync(directory);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(here, { recursive: true, force: true }));

describe('a file of the data folder', () => {
  it('is whole for whoever reads it while it is written, and after its writer was killed', async () => {
    const file = inFolder('facts.json');
    const writer = run(`
      import { writeJsonFile } from '@/json-files.ts';
      for (let count = 0; ; count++) {
        writeJsonFile(${JSON.stringify(file)}, { count, filling: 'x'.repeat(2_000_000) });
        if (count === 0) console.log('there');
      }`);
    if (writer.stdout) await once(writer.stdout, 'data');
    const isShape = (value: unknown): value is { readonly filling: string } =>
      typeof value === 'object' && value !== null && 'filling' in value;
    const length = () => readJsonFile(file, { isShape, remedy: '' })?.filling.length;
    for (let count = 0; count < 100; count++) expect(length()).toBe(2_000_000);
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    expect(length()).toBe(2_000_000);
    removeUnfinished(directory);
    expect(readdirSync(directory)).toEqual(['facts.json']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('stays as it is when its successor cannot be written, and nothing else is left', () => {
    const file = inFolder('taken');
    mkdirSync(path.join(file, 'below'), { recursive: true });
    expect(() => replaceFile(file, 'new')).toThrow('a folder where a file is');
    expect(readdirSync(directory)).toEqual(['taken']);
  });

  it('is never replaced where it is made once', () => {
    const file = inFolder('once');
    expect([makeFile(file, 'first'), makeFile(file, 'second')]).toEqual([true, false]);
    expect(readFileSync(file, 'utf8')).toBe('first');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['once']);
  });

  it('is one key where many processes make it at once', async () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { keyFileIn } from '@/key-file.ts';
      console.log('ready');
      process.stdin.once('data', () => {
        for (let count = 0; count < 100; count++) {
          console.log(readFileSync(keyFileIn(${JSON.stringify(directory)}, count + '.key')).toString('hex'));
        }
        process.exit();
      });`;
    const makers = Array.from({ length: 4 }, () => run(script));
    await Promise.all(makers.map(firstWords));
    const keys = makers.map(saidBy);
    for (const { stdin } of makers) stdin?.write('go\n');
    const [first, ...others] = await Promise.all(keys);
    expect(first?.trim().split('\n')).toHaveLength(100);
    expect(new Set(others)).toEqual(new Set([first]));
    expect(readdirSync(directory)).toHaveLength(100);
  });
});

describe('a key file', () => {
  it.each([0, 31, 33])('of %s bytes is named and stays', (length) => {
    writeFileSync(inFolder('sealing.key'), Buffer.alloc(length));
    const file = inFolder('sealing.key');
    expect(() => keyFileIn(directory, 'sealing.key', { opens: inFolder('gatehouse.db') })).toThrow(
      `${file} is to hold a key of 32 bytes and holds ${length}. Put back a copy of it: without it, nobody reads`,
    );
    expect(readFileSync(file)).toHaveLength(length);
  });

  it('that is gone is not made anew while there is what it opens', () => {
    const opens = inFolder('gatehouse.db');
    writeFileSync(opens, 'data');
    expect(() => keyFileIn(directory, 'sealing.key', { opens })).toThrow(
      `${inFolder('sealing.key')} is gone, the key of ${opens}. Put back a copy of it`,
    );
    expect(existsSync(inFolder('sealing.key'))).toBe(false);
    expect(readFileSync(keyFileIn(directory, 'sender.key'))).toHaveLength(32);
  });
});

describe('the lock of a data folder', () => {
  const taking = (): ChildProcess =>
    run(`
      import { lockFolder } from '@/lock.ts';
      try {
        lockFolder(${JSON.stringify(directory)}, 'http://localhost:9229');
        console.log('taken');
        process.stdin.resume();
      } catch (error) {
        console.log(error.message);
        process.exit(1);
      }`);

  it('is got by one of many at the same moment, and by another as soon as that one is killed', async () => {
    const all = Array.from({ length: 8 }, taking);
    const words = await Promise.all(all.map(firstWords));
    const winner = all[words.indexOf('taken')];
    expect(words.filter((said) => said === 'taken')).toHaveLength(1);
    const refused = await firstWords(taking());
    expect(refused).toBe(
      `${directory} is in use by process ${winner?.pid}, whose API is at http://localhost:9229. Stop that one, or give ` +
        'this one a folder of its own by GATEHOUSE_DATA_DIR.',
    );
    if (winner) {
      winner.kill('SIGKILL');
      await once(winner, 'exit');
    }
    const next = taking();
    expect(await firstWords(next)).toBe('taken');
    expect(JSON.parse(readFileSync(inFolder('running.json'), 'utf8'))).toMatchObject({ pid: next.pid });
  });

  it('is free where the process that had it is gone, though its number is another’s now', async () => {
    writeFileSync(inFolder('lock'), '');
    writeFileSync(inFolder('running.json'), JSON.stringify({ pid: process.pid, endpoint: 'http://localhost:1' }));
    expect(await firstWords(taking())).toBe('taken');
  });
});

describe('npm start', () => {
  const aKey = Buffer.alloc(32, 1);

  it.each([
    ['a key that was cut short', 'sealing.key', 'short', /sealing\.key is to hold a key of 32 bytes and holds 5\. Put/],
    [
      'a sender key that is empty',
      'sender.key',
      '',
      /sender\.key is to hold a key of 32 bytes and holds 0\. Put .* remove/,
    ],
    ['demo.json that is empty', 'demo.json', '', /demo\.json is empty\. Remove it and start again/],
    ['demo.json that was cut short', 'demo.json', '{"userPoolId":"us-', /demo\.json is no whole JSON\. Remove it/],
    ['demo.json of another shape', 'demo.json', '{"userPoolId":1}', /demo\.json holds something else\. Remove it/],
    ['local.json that is no JSON', 'local.json', 'endpoint=1', /local\.json is no whole JSON\. Remove it/],
    [
      'a database that is none',
      'gatehouse.db',
      'x'.repeat(5000),
      /did not start .*not a valid SQLite.*gatehouse\.db\.\) Put/s,
    ],
  ])('names %s, and changes nothing of it', async (_what, name, content, message) => {
    writeFileSync(inFolder('sealing.key'), aKey);
    writeFileSync(inFolder(name), content);
    const { code, said } = await npmStart(directory);
    expect(said).toMatch(message);
    expect(said).toContain(directory);
    expect(said.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
    expect(readFileSync(inFolder(name), 'utf8')).toBe(content);
  });

  it('says that a file stands where its folder is to be', async () => {
    writeFileSync(inFolder('file'), '');
    for (const place of [inFolder('file'), inFolder('file/below')]) {
      const { code, said } = await npmStart(place);
      expect(said).toMatch(/^\/.* a file stands where a folder is needed, .* GATEHOUSE_DATA_DIR\.\n$/);
      expect(code).toBe(1);
    }
  });

  it.skipIf(!existsSync('/proc/self'))('says that a place takes no folders', async () => {
    const { code, said } = await npmStart('/proc/gatehouse/data');
    expect(said).toMatch(
      /^\/proc\/gatehouse\/data cannot be made: there is no such place\. .* GATEHOUSE_DATA_DIR\.\n$/,
    );
    expect(code).toBe(1);
  });

  it.skipIf(!runsAsNobody)('says that its user may not make or write its folder', async () => {
    chmodSync(here, 0o755);
    for (const place of [directory, inFolder('below')]) {
      const { code, said } = await npmStart(place, { uid: nobody });
      expect(said).toMatch(/^This user may not read and write \/.* GATEHOUSE_DATA_DIR\.\n$/);
      expect(code).toBe(1);
    }
  });

  it('says why its database ended', async () => {
    const { child, lastWords } = await startDatabase({
      address: await drawAddress(),
      file: inFolder('gatehouse.db'),
      tableName: 'any',
    });
    child?.process.kill('SIGKILL');
    await child?.ended;
    expect(lastWords()).toBe(` It said: (Ended by SIGKILL.) (Its file is ${inFolder('gatehouse.db')}.)`);
  });
});

const small = path.join(here, 'small-disk');

// A full or read-only disk needs the right to mount one.
const canMount = ((): boolean => {
  try {
    mkdirSync(small);
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small], { stdio: 'ignore' });
    execFileSync('/bin/umount', [small]);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!canMount)('a disk', () => {
  beforeAll(() => execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small]));
  afterAll(() => execFileSync('/bin/umount', [small]));

  it('that is full is said by who writes a file and by npm start, and what was there stays', async () => {
    const file = path.join(small, 'facts.json');
    replaceFile(file, 'before');
    expect(() => replaceFile(file, 'x'.repeat(5_000_000))).toThrow(
      `There is no room left on the disk of ${file}. Make room there, or name another folder by GATEHOUSE_DATA_DIR.`,
    );
    expect(readdirSync(small)).toEqual(['facts.json']);
    expect(readFileSync(file, 'utf8')).toBe('before');

    writeFileSync(file, 'x'.repeat(100_000));
    const mailbox = path.join(small, 'mailbox.jsonl');
    const messages = createMessages(mailbox);
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    messages.add({ to: 'ada@example.com', channel: 'EMAIL', body: 'x'.repeat(5_000_000) });
    expect(told.mock.calls).toEqual([[expect.stringContaining(`no room left on the disk of ${mailbox}.`)]]);
    told.mockRestore();
    expect(messages.to('ada@example.com')).toHaveLength(1);
    rmSync(path.join(small, 'facts.json'));
    messages.add({ to: 'bob@example.com', channel: 'EMAIL', body: 'short' });
    expect(createMessages(mailbox).to(null)).toMatchObject([{ to: 'bob@example.com' }]);

    rmSync(mailbox);
    writeFileSync(path.join(small, 'filling'), Buffer.alloc(3_900_000));
    const { code, said } = await npmStart(path.join(small, 'data'));
    expect(said).toMatch(/There is no room left on the disk of .*\/small-disk\/data.* Make room there/);
    expect(said).not.toContain('    at ');
    expect(code).toBe(1);
  });

  it('that is read-only is said by npm start', async () => {
    for (const name of readdirSync(small)) rmSync(path.join(small, name), { recursive: true });
    mkdirSync(path.join(small, 'old'));
    execFileSync('/bin/mount', ['-o', 'remount,ro', small]);
    const old = await npmStart(path.join(small, 'old'));
    expect(old.said).toMatch(
      /^\/.*\/old\/lock cannot be written: its disk is read-only\. Make it writable, or .*\.\n$/,
    );
    const fresh = await npmStart(path.join(small, 'new'));
    expect(fresh.said).toMatch(/^\/.*\/new cannot be written: its disk is read-only\. Make it writable, or .*\.\n$/);
    expect([old.code, fresh.code]).toEqual([1, 1]);
  });
});

describe('what a disk says', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'EIO'])(
    'by %s is a sentence',
    (code) => {
      const failure = Object.assign(new Error(`${code}: it failed, write`), { code });
      expect(diskTrouble(failure, '/data/file')).toMatch(/^[^:]*\/data\/file.*\.$/);
      const work = (): never => {
        throw failure;
      };
      expect(() => onDisk('/data/file', work)).toThrow(String(diskTrouble(failure, '/data/file')));
    },
  );

  it('is left alone where it is something else', () => {
    const failure = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    expect(diskTrouble(failure, '/data')).toBeUndefined();
    expect(diskTrouble(undefined, '/data')).toBeUndefined();
  });
});
