import { Agent, type IncomingHttpHeaders, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { asFromHttpApi } from './cross-origin.ts';
import { NoAnswer, type Origin } from './edge.ts';
import type { GatewayAnswer } from './gateway/answer.ts';

const toViewerHeaders = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const {
    connection: _connection,
    'keep-alive': _keepAlive,
    'transfer-encoding': _transferEncoding,
    ...rest
  } = headers;
  return rest;
};

const kept = (headers: IncomingHttpHeaders): GatewayAnswer['headers'] =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** The HTTP API that serverless-offline serves on a port, as the edge's origin. */
export const createOfflineOrigin = (port: number): Pick<Origin, 'answer'> & { readonly stop: () => void } => {
  // Idle connections last two seconds at most. The functions close them after five, and a request sent at that moment
  // would be lost.
  const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: 2000 });
  return {
    answer: ({ method, path, query, headers: given, body }, whenGone) => {
      const { promise, resolve, reject } = Promise.withResolvers<GatewayAnswer>();
      const headers = {
        ...given,
        host: `127.0.0.1:${port}`,
        ...(body.length > 0 && { 'content-length': String(body.length) }),
      };
      const whole = query ? `${path}?${query}` : path;
      const onward = send({ agent, host: '127.0.0.1', port, method, path: whole, headers });
      onward.once('response', (answer) => {
        const answered = asFromHttpApi(toViewerHeaders(answer.headers), { method, headers: given });
        // Read completely, so that a slow viewer does not keep others from the functions.
        buffer(answer).then(
          (read) => resolve({ status: answer.statusCode ?? 502, headers: kept(answered), body: read }),
          () => reject(new NoAnswer({ isCut: true })),
        );
      });
      onward.on('error', () => reject(new NoAnswer({ isCut: false })));
      whenGone(() => onward.destroy());
      onward.end(body);
      return promise;
    },
    stop: () => agent.destroy(),
  };
};
