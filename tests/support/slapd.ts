import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { vi } from 'vitest';
import { startChild } from '#local/child.ts';
import { freePort } from '#local/ports.ts';

// What Debian's slapd needs beyond what every Debian has.
const packages = [
  'slapd',
  'libldap-2.5-0',
  'libltdl7',
  'libodbc2',
  'libsasl2-2',
  'libwrap0',
  'libargon2-1',
  'libperl5.36',
];

const cache = join(import.meta.dirname, '../../node_modules/.cache/slapd');

// Without root: the packages are unpacked into a folder. All or nothing, as runs may overlap.
const unpack = (): string | undefined => {
  if (existsSync(cache)) return cache;
  mkdirSync(join(cache, '..'), { recursive: true });
  const partial = mkdtempSync(`${cache}-`);
  try {
    execFileSync('apt-get', ['download', ...packages], {
      cwd: partial,
      stdio: 'ignore',
      timeout: 120_000,
      killSignal: 'SIGKILL',
    });
    for (const file of readdirSync(partial)) {
      execFileSync('dpkg-deb', ['-x', join(partial, file), partial], { stdio: 'ignore' });
    }
    renameSync(partial, cache);
    return cache;
  } catch {
    rmSync(partial, { recursive: true, force: true });
    return existsSync(cache) ? cache : undefined;
  }
};

/** Where Debian's slapd is: `/` where it is installed. Undefined where it is not, and cannot be fetched. */
export const slapdHome = (): string | undefined => (existsSync('/usr/sbin/slapd') ? '/' : unpack());

/** A directory that was started. */
interface Slapd {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const baseDn = 'dc=example,dc=com';
const rootDn = `cn=admin,${baseDn}`;
const rootPassword = 'secret of the directory';

const certificateFile = (name: string): string => join(import.meta.dirname, 'certificates', name);

const authority = certificateFile('authority.pem');

/** The people of the directory, each with the password `password`. Two of them have the same address. */
export const people = {
  'uid=ada': {
    uid: 'ada',
    cn: 'Ada King',
    sn: 'King',
    givenName: 'Ada',
    mail: ['ada@example.com', 'countess@example.com'],
  },
  'uid=josé': { uid: 'josé', cn: 'José Ñandú', sn: 'Ñandú', mail: 'twice@example.com' },
  'uid=(*)': { uid: '(*)', cn: 'Odd', sn: 'Odd', mail: 'twice@example.com' },
} as const;

export const directoryPassword = 'Correct-horse-1';

const configuration = (home: string, folder: string): string =>
  [
    ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${join(home, 'etc/ldap/schema', `${name}.schema`)}`),
    `modulepath ${join(home, 'usr/lib/ldap')}`,
    'moduleload back_mdb',
    `TLSCACertificateFile ${authority}`,
    `TLSCertificateFile ${certificateFile('localhost.pem')}`,
    `TLSCertificateKeyFile ${certificateFile('localhost-key.pem')}`,
    `pidfile ${join(folder, 'pid')}`,
    // A password is taken over TLS alone, and nobody may look around.
    'security simple_bind=128',
    'disallow bind_anon',
    'database mdb',
    'maxsize 10485760',
    `suffix "${baseDn}"`,
    `rootdn "${rootDn}"`,
    `rootpw "${rootPassword}"`,
    `directory ${folder}`,
    'access to attrs=userPassword by anonymous auth by * none',
    'access to * by * none',
    '',
  ].join('\n');

const fill = async (port: number): Promise<void> => {
  const client = new Client({ url: `ldap://localhost:${port}` });
  await client.startTLS({ ca: [readFileSync(authority)] });
  await client.bind(rootDn, rootPassword);
  await client.add(baseDn, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'Example' });
  for (const [name, attributes] of Object.entries(people)) {
    const lists = Object.entries(attributes).map(([key, values]) => [key, [values].flat()]);
    const entry = { objectClass: ['inetOrgPerson'], ...Object.fromEntries(lists), userPassword: [directoryPassword] };
    await client.add(`${name},${baseDn}`, entry);
  }
  await client.unbind();
};

/** Starts a directory with the people on a free port. It takes passwords over TLS alone. */
export const startSlapd = async (home: string): Promise<Slapd> => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-slapd-'));
  const file = join(folder, 'slapd.conf');
  writeFileSync(file, configuration(home, folder));
  const port = await freePort();
  const slapd = startChild(join(home, 'usr/sbin/slapd'), ['-d', '0', '-f', file, '-h', `ldap://127.0.0.1:${port}`], {
    env: { ...process.env, LD_LIBRARY_PATH: join(home, 'usr/lib/x86_64-linux-gnu') },
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    await slapd.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    await vi.waitFor(() => fill(port), { timeout: 180_000, interval: 300 });
  } catch (cause) {
    await stop();
    throw new Error(`slapd does not answer. ${slapd.failure() ?? ''}`, { cause });
  }
  return { port, stop };
};

/** What the examples are told of the directory. */
export const ldapEnvironment = (port: number) => ({
  LDAP_URL: `ldap://localhost:${port}`,
  LDAP_CA: readFileSync(authority, 'utf8').replaceAll('\n', '\\n'),
  LDAP_BIND_DN: rootDn,
  LDAP_BIND_PASSWORD: rootPassword,
  LDAP_BASE_DN: baseDn,
});
