import { randomInt } from 'node:crypto';
import { freePort } from './ports.ts';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const usualHost = '127.0.0.1';

const drawHost = (): string => `127.${[0, 0, 0].map(() => randomInt(1, 255)).join('.')}`;

/**
 * An address and port of this machine, drawn from 340 billion, for a server that lets everybody in: no page can find
 * it. Where the system has only 127.0.0.1, as macOS does, it is a port of that. `portOn` finds a free port of an
 * address.
 */
export const drawAddress = async (portOn: (host: string) => Promise<number> = freePort): Promise<Address> => {
  const host = drawHost();
  try {
    return { host, port: await portOn(host) };
  } catch {
    return { host: usualHost, port: await portOn(usualHost) };
  }
};

/** True where there are so few addresses that a page can try them all. */
export const isFindable = ({ host }: Pick<Address, 'host'>): boolean => host === usualHost || host === 'localhost';
