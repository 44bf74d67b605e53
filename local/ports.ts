import { createServer } from 'node:net';

/** A port that was free on 127.0.0.1 a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port.')),
      );
    });
  });

/** The port that an environment variable names. Throws a sentence that says what to do where it names none. */
export const portIn = (setting: string, otherwise: number): number => {
  const port = Number(process.env[setting] || otherwise);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${setting} is ${process.env[setting]}, which is no port. Set it to a number from 1 to 65535.`);
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
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
