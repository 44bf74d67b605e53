import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the ports that systems give to outgoing connections: one of those could take the port before it is listened on.
const given = { from: 11_000, to: 32_000 } as const;

const usualHost = '127.0.0.1';

const canListen = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });

// None is given twice. It may be listened on only seconds later, and of some dozens, two are the same in every twentieth
// run.
const drawn = new Set<number>();

/**
 * A port that was free a moment ago on an address of this machine, and that is unlikely to be taken before it is used.
 * It is free on 127.0.0.1 too: the embedded database refuses a port that is taken there, whatever address it is given.
 * `draw` gives the ports to try. Throws a plain Error where nothing can listen.
 */
export const freePort = async (host = usualHost, draw = () => randomInt(given.from, given.to)): Promise<number> => {
  const hosts = new Set([host, usualHost]);
  for (let tries = 0; tries < 100; tries++) {
    const port = draw();
    if (drawn.has(port)) continue;
    drawn.add(port);
    const free = await Promise.all([...hosts].map((each) => canListen(port, each)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`No port from ${given.from} to ${given.to} of ${host} could be listened on.`);
};

/** The parts of the stack: what each is for, and where it listens unless a setting says otherwise. */
export const parts = {
  edge: { what: 'the API', setting: 'GATEHOUSE_PORT', usual: 9229 },
  https: { what: 'the API over HTTPS', setting: 'GATEHOUSE_HTTPS_PORT', usual: 9243 },
  mailbox: { what: 'the mailbox', setting: 'GATEHOUSE_MAILBOX_PORT', usual: 9230 },
  lambda: { what: 'Lambda invocations', setting: 'GATEHOUSE_LAMBDA_PORT', usual: 9232 },
  files: { what: 'uploaded files', setting: 'GATEHOUSE_FILES_PORT', usual: 9234 },
} as const;

export type Part = keyof typeof parts;

/** The port of a part by its setting. Where that is no port, throws a sentence that says what to do. */
export const settingPort = (part: Part): number => {
  const { setting, usual } = parts[part];
  const port = Number(process.env[setting] || usual);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(
    `${setting} is ${process.env[setting]}, which is no port. Set it to a number from 1 to 65535${part === 'https' ? ', or to off' : ''}.`,
  );
};

/** The port of HTTPS; undefined where the setting is `off`. Throws as settingPort does. */
export const httpsPort = (): number | undefined =>
  process.env[parts.https.setting] === 'off' ? undefined : settingPort('https');

/**
 * The address that the stack publishes: that of its issuers, its endpoints and, below it, of its domains. Throws a sentence that
 * says what to do where it is to be that of HTTPS, and there is none.
 */
export const publishedOrigin = (
  { edge, https }: { readonly edge: number; readonly https?: number | undefined },
  scheme = 'http',
): string => {
  if (scheme !== 'https') return `http://localhost:${edge}`;
  if (https !== undefined) return `https://localhost:${https}`;
  throw new Error(`GATEHOUSE_ISSUER_SCHEME is https, but there is no HTTPS. Set ${parts.https.setting} to a port.`);
};

const isTaken = (error: Error): boolean => 'code' in error && error.code === 'EADDRINUSE';

/** Throws a sentence that says what to do where the port is taken. */
export const assertFree = (port: number, what: string, setting: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const trouble = isTaken(error) ? 'is in use. End what uses it' : `cannot be used (${error.message}). Allow it`;
      reject(new Error(`Port ${port}, for ${what}, ${trouble}, or set ${setting} to another port.`));
    });
    server.listen(port, usualHost, () => server.close(() => resolve()));
  });
