import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { closeServer } from '../close-server.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { usualLimits } from '../serving/limits.ts';
import type { Refusal } from '../serving/refusal.ts';
import { createWholeServer } from '../serving/server.ts';
import type { Stack } from '../stack.ts';
import { clockOffsetMs, setClockOffset } from './moved-clock.ts';
import { createSnapshots, type Snapshot } from './snapshots.ts';

/** Where tests control a stack, and the token that lets them. */
export interface Control {
  readonly controlUrl: string;
  readonly controlToken: string;
  readonly stop: () => Promise<void>;
}

interface Kept {
  readonly items: Snapshot;
  readonly clockOffsetMs: number;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const Move = v.object({ milliseconds: v.pipe(v.number(), v.safeInteger()) });

const lastTime = Date.UTC(9999, 0);

const isToken = (given: string | undefined, token: string): boolean => {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(`Bearer ${token}`)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const notAllowed: Refusal = { status: 401, headers: { 'content-type': 'text/plain' }, body: 'The token is missing.' };

/**
 * Opens an address by which tests move the clock of this process's stack, and keep and put back what is in its table. Each
 * request brings the token. A page of another origin is refused as at the other parts.
 */
export const startControl = async (stack: Pick<Stack, 'databaseEndpoint' | 'region' | 'env'>): Promise<Control> => {
  const controlToken = randomBytes(30).toString('base64url');
  const kept = new Map<string, Kept>();
  const snapshots = createSnapshots({
    endpoint: stack.databaseEndpoint,
    region: stack.region,
    tableName: stack.env.TABLE_NAME ?? '',
  });

  const moveClock = (body: string): Answer => {
    const { milliseconds } = v.parse(Move, JSON.parse(body));
    const offset = clockOffsetMs() + milliseconds;
    const time = Date.now() + offset;
    if (time < 0 || time > lastTime) return { status: 400, body: { message: 'That is before 1970 or after 9999.' } };
    setClockOffset(offset);
    return { status: 200, body: { time } };
  };

  const take = async (): Promise<Answer> => {
    const id = randomUUID();
    kept.set(id, { items: await snapshots.take(), clockOffsetMs: clockOffsetMs() });
    return { status: 200, body: { id } };
  };

  const restore = async (id: string): Promise<Answer> => {
    const snapshot = kept.get(id);
    if (!snapshot) return { status: 404, body: { message: 'There is no such snapshot in this stack.' } };
    await snapshots.restore(snapshot.items);
    setClockOffset(snapshot.clockOffsetMs);
    return { status: 200, body: {} };
  };

  const answer = async ({ method, url = '/' }: IncomingMessage, body: string): Promise<Answer> => {
    if (method === 'GET' && url === '/clock') return { status: 200, body: { time: Date.now() + clockOffsetMs() } };
    if (method === 'POST' && url === '/clock') return moveClock(body);
    if (method === 'POST' && url === '/snapshots') return take();
    const [, id] = /^\/snapshots\/([\da-f-]{36})\/restore$/.exec(url) ?? [];
    return method === 'POST' && id ? restore(id) : { status: 404, body: { message: 'Nothing here.' } };
  };

  const server = createWholeServer(
    async (request, response, received) => {
      const { status, body } = await answer(request, received.toString()).catch((error: unknown) => ({
        status: v.isValiError(error) || error instanceof SyntaxError ? 400 : 500,
        body: { message: error instanceof Error ? error.message : String(error) },
      }));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    },
    usualLimits,
    (request) =>
      refusalOfForeignPage(request) ?? (isToken(request.headers.authorization, controlToken) ? undefined : notAllowed),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    controlUrl: `http://127.0.0.1:${port}`,
    controlToken,
    stop: async () => {
      await closeServer(server);
      snapshots.stop();
    },
  };
};
