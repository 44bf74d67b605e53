import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { type LocalService, startJsonService } from '../serving/service.ts';
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

// The members of Standard Webhooks.
const toMessage = (text: string): Message => {
  const data = v.parse(detail, JSON.parse(text));
  return { id: data.id, body: JSON.stringify({ type: data.type, timestamp: data.time, data }) };
};

/**
 * A small EventBridge: takes PutEvents of whoever signs with these credentials, and answers once the events are stored.
 * Where there is no room for one, it says ThrottlingException, as EventBridge does.
 */
export const startBus = ({ outbox, credentials }: Settings): Promise<LocalService> => {
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
  return startJsonService({ port: 0, version: '1.1', answer });
};
