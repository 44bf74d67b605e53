import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { stack } from './stack.ts';

/** Posts JSON to the stack from another address of this machine, such as 127.0.0.2: on Linux, all of 127.0.0.0/8 are. */
export const postFrom = async (
  address: string,
  path: string,
  body: object,
): Promise<{ readonly status: number; readonly body: string }> => {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly body: string }>();
  request(new URL(path, stack().endpoint), {
    method: 'POST',
    localAddress: address,
    headers: { 'content-type': 'application/json' },
    agent: false,
  })
    .on('error', reject)
    .on('response', (answer) => {
      text(answer).then((told) => resolve({ status: answer.statusCode ?? 0, body: told }), reject);
    })
    .end(JSON.stringify(body));
  return promise;
};
