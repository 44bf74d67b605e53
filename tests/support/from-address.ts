import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { stack } from './stack.ts';

/**
 * Posts JSON to the stack from another address of this machine, such as 127.0.0.2: on Linux, all of 127.0.0.0/8 are. `ahead`
 * is how many milliseconds the clock of the request is.
 */
export const postFrom = async (
  address: string,
  path: string,
  body: object,
  { ahead = 0 } = {},
): Promise<{ readonly status: number; readonly body: string }> => {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly body: string }>();
  request(new URL(path, stack().endpoint), {
    method: 'POST',
    localAddress: address,
    headers: {
      'content-type': 'application/json',
      ...(ahead !== 0 && { 'x-gatehouse-clock': String(Date.now() + ahead) }),
    },
    agent: false,
  })
    .on('error', reject)
    .on('response', (answer) => {
      text(answer).then((told) => resolve({ status: answer.statusCode ?? 0, body: told }), reject);
    })
    .end(JSON.stringify(body));
  return promise;
};
