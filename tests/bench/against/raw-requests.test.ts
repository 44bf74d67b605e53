import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerLength, createRawSender, repeatable } from './raw-requests.ts';

describe('the length of an answer', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nserver: one\r\n\r\n';

  it('is that of its head and body', () => {
    expect(answerLength(Buffer.from(`${head}{}`))).toBe(head.length + 2);
    expect(answerLength(Buffer.from(head))).toBe(head.length + 2);
  });

  it('is not known before the head is whole', () => {
    expect(answerLength(Buffer.from(head.slice(0, -1)))).toBeUndefined();
  });

  it('has to be told', () => {
    expect(() => answerLength(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('does not say how long');
  });
});

describe('raw requests', () => {
  it('go over as many connections as there are at once, which are kept; refusals are errors', async () => {
    let connections = 0;
    const server = createServer((incoming, outgoing) => {
      outgoing.writeHead(incoming.url === '/no' ? 400 : 200, { 'content-length': 3 }).end('abc');
    }).on('connection', () => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    const { port } = server.address() as AddressInfo;
    const { ask } = createRawSender(new URL(`http://127.0.0.1:${port}`));
    const to = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: store\r\n\r\n`;
    for (let turn = 0; turn < 3; turn++) await Promise.all([ask(to('/a')), ask(to('/b'))]);
    expect(connections).toBe(2);
    await expect(ask(to('/no'))).rejects.toThrow('The store answered HTTP/1.1 400');
    server.close();
  });

  it('make something new each time, of the same length', () => {
    const id = '3e0dfd55-7837-4e5d-bd74-507469fedc24';
    const request = `PUT {"sk":{"S":"S#${id}"},"data":{"id":{"S":"${id}"},"sub":{"S":"cf21831e"}}}`;
    const make = repeatable(request);
    const [one, other] = [make(), make()];
    expect(one).toHaveLength(request.length);
    expect(one).not.toBe(other);
    expect(one.replaceAll(/"S#(.{36})"(.*)"\1"/g, `"S#${id}"$2"${id}"`)).toBe(request);
    expect(repeatable('GET {}')()).toBe('GET {}');
  });
});
