import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { startChild } from '#local/child.ts';

const program = '/usr/sbin/apache2';
const modules = '/usr/lib/apache2/modules';

const needed = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'proxy', 'proxy_http', 'auth_openidc'] as const;

const fileOf = (module: string): string => join(modules, `mod_${module}.so`);

/** True where Debian's Apache is here, with its OpenID Connect module. */
export const hasApache = [program, ...needed.map(fileOf)].every((file) => existsSync(file));

/**
 * Starts an Apache of its own on a port of 127.0.0.1, with these settings. It trusts an authority, the certificate of
 * which is in a file. Gives the function that stops it.
 */
export const startApache = async (
  port: number,
  { authority, settings }: { readonly authority: string; readonly settings: string },
): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-apache-'));
  // Its workers are another user where this one is root.
  chmodSync(folder, 0o755);
  const trusted = join(folder, 'authority.pem');
  copyFileSync(authority, trusted);
  chmodSync(trusted, 0o644);
  const file = join(folder, 'apache.conf');
  const errors = join(folder, 'errors');
  const own = [
    `Listen 127.0.0.1:${port}`,
    `ServerName http://localhost:${port}`,
    `ServerRoot ${folder}`,
    `DefaultRuntimeDir ${folder}`,
    `PidFile ${join(folder, 'pid')}`,
    `ErrorLog ${errors}`,
    ...needed.map((module) => `LoadModule ${module}_module ${fileOf(module)}`),
    ...(process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : []),
    `OIDCCABundlePath ${trusted}`,
  ];
  writeFileSync(file, `${[...own, settings].join('\n')}\n`);
  // Until it has read its settings, it writes what is wrong with them to standard error.
  const output = openSync(errors, 'a');
  const apache = startChild(program, ['-DFOREGROUND', '-f', file], { stdio: ['ignore', 'ignore', output] });
  closeSync(output);
  const stop = async (): Promise<void> => {
    await apache.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    await vi.waitFor(() => fetch(`http://localhost:${port}/`, { redirect: 'manual' }), { timeout: 180_000 });
  } catch (cause) {
    const said = [apache.failure(), readFileSync(errors, 'utf8')].join(' ');
    await stop();
    throw new Error(`Apache does not answer. ${said}`, { cause });
  }
  return stop;
};
