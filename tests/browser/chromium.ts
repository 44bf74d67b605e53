import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { type Browser, chromium } from 'playwright-core';

/** True where the browser from npm can run: it is made for Linux on x64. */
export const runsHere = process.platform === 'linux' && process.arch === 'x64';

const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin');
const cache = join(import.meta.dirname, '../../node_modules/.cache');

const unpacked = (file: string): Buffer => brotliDecompressSync(readFileSync(join(packed, file)));

// With the libraries that a machine without a desktop lacks. All or nothing, as runs may overlap.
const unpack = async (): Promise<string> => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(packed, '../package.json'), 'utf8'));
  const home = join(cache, `chromium-${version}`);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(`${home}-`);
  writeFileSync(join(partial, 'chromium'), unpacked('chromium.br'));
  chmodSync(join(partial, 'chromium'), 0o755);
  for (const { header, data } of await unpackTar(unpacked('al2023.tar.br'))) {
    if (data && header.type === 'file') writeFileSync(join(partial, basename(header.name)), data);
  }
  try {
    renameSync(partial, home);
  } catch (error) {
    rmSync(partial, { recursive: true });
    if (!existsSync(home)) throw error;
  }
  return home;
};

/** Writes a program that starts a headless Chromium, for those who start it by themselves. */
export const writeChromiumProgram = async (file: string): Promise<void> => {
  const home = await unpack();
  const script = `#!/bin/sh\nLD_LIBRARY_PATH='${home}' exec '${home}/chromium' --no-zygote "$@"\n`;
  writeFileSync(file, script, { mode: 0o755 });
};

// It only ends what hangs, on the slowest machine.
const patienceMs = 180_000;

/** Starts a headless Chromium, with these switches. Whatever is waited for in its pages may take three minutes. */
export const startChromium = async (...switches: readonly string[]): Promise<Browser> => {
  const home = await unpack();
  const browser = await chromium.launch({
    executablePath: join(home, 'chromium'),
    env: { ...process.env, LD_LIBRARY_PATH: home },
    args: ['--no-zygote', ...switches],
    timeout: patienceMs,
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(patienceMs);
    return context;
  };
  return browser;
};
