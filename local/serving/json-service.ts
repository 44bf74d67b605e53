import type { IncomingMessage } from 'node:http';
import { closeServer } from '../close-server.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { Refusal } from '../signature.ts';
import { usualLimits } from './limits.ts';
import { createWholeServer } from './server.ts';

/** A service that listens on this machine. */
export interface JsonService {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Service {
  readonly port: number;
  /** The version of the JSON protocol of AWS that it speaks. */
  readonly version: '1.0' | '1.1';
  /** Gives what is answered: text as it is, and anything else as JSON. Throws Refusal. */
  readonly answer: (request: IncomingMessage, body: Buffer) => Promise<object | string>;
}

/**
 * Serves a service of AWS that speaks JSON. Faults that are no Refusal answer InternalFailure. Throws where the port cannot be
 * listened on.
 */
export const startJsonService = ({ port, version, answer }: Service): Promise<JsonService> => {
  const server = createWholeServer(
    (request, response, body) => {
      const send = (status: number, content: object | string): void => {
        const text = typeof content === 'string' ? content : JSON.stringify(content);
        response.setTimeout(usualLimits.idleMs, () => response.destroy());
        response
          .writeHead(status, {
            'content-type': `application/x-amz-json-${version}`,
            'content-length': Buffer.byteLength(text),
          })
          .end(text);
      };
      answer(request, body).then(
        (content) => send(200, content),
        (error: unknown) => {
          const refused = error instanceof Refusal ? error : new Refusal(500, 'InternalFailure', 'It failed.');
          send(refused.status, { __type: refused.code, message: refused.message });
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
