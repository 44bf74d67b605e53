import type { IncomingMessage } from 'node:http';
import { closeServer } from '../close-server.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { Refusal } from '../signature.ts';
import { usualLimits } from './limits.ts';
import { createWholeServer } from './server.ts';

/** A service of AWS that listens on this machine. */
export interface LocalService {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Service {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly contentType: string;
  /** Gives what is answered. Throws Refusal. */
  readonly answer: (request: IncomingMessage, body: Buffer) => Promise<string>;
  /** What is answered in place of it. */
  readonly refuse: (refused: Refusal) => string;
}

interface JsonService extends Pick<Service, 'port'> {
  /** The version of the JSON protocol of AWS that it speaks. */
  readonly version: '1.0' | '1.1';
  /** Gives what is answered: text as it is, and anything else as JSON. Throws Refusal. */
  readonly answer: (request: IncomingMessage, body: Buffer) => Promise<object | string>;
}

/** Serves a service of AWS. Faults that are no Refusal answer InternalFailure. Throws where the port cannot be listened on. */
export const startService = ({ port, contentType, answer, refuse }: Service): Promise<LocalService> => {
  const server = createWholeServer(
    (request, response, body) => {
      const send = (status: number, text: string): void => {
        response.setTimeout(usualLimits.idleMs, () => response.destroy());
        response
          .writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) })
          .end(text);
      };
      answer(request, body).then(
        (text) => send(200, text),
        (error: unknown) => {
          const refused = error instanceof Refusal ? error : new Refusal(500, 'InternalFailure', 'It failed.');
          send(refused.status, refuse(refused));
        },
      );
    },
    usualLimits,
    refusalOfForeignPage,
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const own = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `http://127.0.0.1:${own}`, stop: () => closeServer(server) });
    });
  });
};

/** The same for a service that speaks JSON. */
export const startJsonService = ({ port, version, answer }: JsonService): Promise<LocalService> =>
  startService({
    port,
    contentType: `application/x-amz-json-${version}`,
    answer: async (request, body) => {
      const content = await answer(request, body);
      return typeof content === 'string' ? content : JSON.stringify(content);
    },
    refuse: ({ code, message }) => JSON.stringify({ __type: code, message }),
  });
