import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { closeServer } from '../close-server.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { usualLimits } from '../serving/limits.ts';
import { createWholeServer } from '../serving/server.ts';
import { assertSigned, type Credentials, Refusal } from '../signature.ts';
import type { Outbox } from './outbox.ts';
import type { Message } from './webhook.ts';

const detail = v.looseObject({ id: v.string(), type: v.string(), time: v.string() });
const putEvents = v.object({
  Entries: v.pipe(v.array(v.object({ Detail: v.string() })), v.minLength(1), v.maxLength(10)),
});

interface Settings {
  readonly outbox: Pick<Outbox, 'add'>;
  readonly credentials: Credentials;
}

export interface LocalBus {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

// The members of Standard Webhooks.
const toMessage = (text: string): Message => {
  const data = v.parse(detail, JSON.parse(text));
  return { id: data.id, body: JSON.stringify({ type: data.type, timestamp: data.time, data }) };
};

/**
 * A small EventBridge: takes PutEvents of whoever signs with these credentials, and answers once the events are stored.
 * Where there is no room for one, it says ThrottlingException, as EventBridge does.
 */
export const startBus = async ({ outbox, credentials }: Settings): Promise<LocalBus> => {
  const answer = async (incoming: IncomingMessage, body: Buffer): Promise<object> => {
    await assertSigned(incoming, new URL(`http://localhost${incoming.url}`), { service: 'events', credentials, body });
    if (incoming.headers['x-amz-target'] !== 'AWSEvents.PutEvents') {
      throw new Refusal(400, 'UnknownOperationException', 'This has PutEvents only.');
    }
    const { Entries } = v.parse(putEvents, JSON.parse(body.toString()));
    const outcomes: object[] = [];
    for (const { Detail } of Entries) {
      const message = toMessage(Detail);
      const isTaken = await outbox.add(message, Date.now());
      outcomes.push(isTaken ? { EventId: message.id } : { ErrorCode: 'ThrottlingException' });
    }
    return { FailedEntryCount: outcomes.filter((outcome) => 'ErrorCode' in outcome).length, Entries: outcomes };
  };
  const server = createWholeServer(
    (incoming, outgoing, body) => {
      answer(incoming, body).then(
        (result) =>
          outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(result)),
        (error: unknown) => {
          const { status, code, message } =
            error instanceof Refusal ? error : new Refusal(500, 'InternalException', 'The events were not stored.');
          outgoing
            .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
            .end(JSON.stringify({ __type: code, message }));
        },
      );
    },
    usualLimits,
    refusalOfForeignPage,
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, stop: () => closeServer(server) });
    });
  });
};
