import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { drawAddress, isFindable } from '#local/hidden-address.ts';
import { freePort } from '#local/ports.ts';

describe('an address for what lets everybody in', () => {
  it.skipIf(process.platform === 'darwin')('is another each time, and none that is usual', async () => {
    const drawn = await Promise.all(Array.from({ length: 50 }, () => drawAddress()));
    expect(new Set(drawn.map(({ host }) => host)).size).toBe(50);
    for (const address of drawn) {
      expect(address.host).toMatch(/^127(\.([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-4])){3}$/);
      expect(isFindable(address)).toBe(false);
    }
  });

  it('is one at which nobody else listens', async () => {
    const { host, port } = await drawAddress();
    const server = createServer();
    await new Promise<void>((listening) => server.listen(port, host, listening));
    await new Promise((closed) => server.close(closed));
  });

  it.skipIf(process.platform === 'darwin')('has no port that is taken on 127.0.0.1', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const taken = typeof address === 'object' ? address?.port : undefined;
    const draws = [taken ?? 0, 10_987];
    expect(await freePort('127.7.7.7', () => draws.shift() ?? 0)).toBe(10_987);
    await new Promise((closed) => server.close(closed));
  });

  it('is of 127.0.0.1, and says that it can be found, where the system has no other', async () => {
    const portOn = async (host = ''): Promise<number> => {
      if (host !== '127.0.0.1') throw new Error('EADDRNOTAVAIL');
      return 12_345;
    };
    const address = await drawAddress(portOn);
    expect(address).toEqual({ host: '127.0.0.1', port: 12_345 });
    expect(isFindable(address)).toBe(true);
  });
});
