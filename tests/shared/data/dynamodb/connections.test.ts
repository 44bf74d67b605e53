import { readFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { createServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { createExchange } from '#shared/data/dynamodb/connections.ts';
import { answering, type Behaviour, startService } from '../../gateways/service-stand-in.ts';

const patience = 30_000;

const fine = answering(200, '{"fine":true}');

const standIn = async (...behaviours: readonly Behaviour[]) => {
  const service = await startService(...behaviours);
  onTestFinished(service.stop);
  return { ...service, exchange: createExchange(new URL(service.endpoint), patience) };
};

it('carry fifty requests at once, and the others after them', async () => {
  const { exchange, received } = await standIn((response, one) => {
    setTimeout(() => fine(response, one), 20);
  });
  const answers = await Promise.all(Array.from({ length: 120 }, (_none, turn) => exchange({ host: 'x' }, `${turn}`)));
  expect(answers.every(({ status, body }) => status === 200 && body === '{"fine":true}')).toBe(true);
  expect(received).toHaveLength(120);
  expect(new Set(received.map(({ connection }) => connection)).size).toBe(50);
});

it('give up a silent store, however long they were idle', async () => {
  let asked = 0;
  const service = await startService((response, one) => {
    asked += 1;
    if (asked === 1) fine(response, one);
  });
  onTestFinished(service.stop);
  const exchange = createExchange(new URL(service.endpoint), 2000);
  await exchange({ host: 'x' }, '1');
  // Longer than the limit, which the idle connection reaches as well.
  await new Promise((resolve) => setTimeout(resolve, 2200));

  await expect(exchange({ host: 'x' }, '2')).rejects.toMatchObject({ name: 'TimeoutError' });

  expect(new Set(service.received.map(({ connection }) => connection)).size).toBe(1);
});

it('are opened again where the store ended them meanwhile', async () => {
  const { exchange, received, hangUp } = await standIn(fine);
  await exchange({ host: 'x' }, '1');
  hangUp();
  await expect
    .poll(async () => {
      await exchange({ host: 'x' }, '2').catch(() => undefined);
      return new Set(received.map(({ connection }) => connection)).size;
    })
    .toBe(2);
});

it('give the waiting ones their turn where one is lost', async () => {
  let asked = 0;
  const { exchange } = await standIn((response, one) => {
    asked += 1;
    if (asked <= 50) response.destroy();
    else fine(response, one);
  });
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => exchange({ host: 'x' }, '')));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

it('break off with the answer that they carry', async () => {
  const { exchange } = await standIn((response) => {
    response.writeHead(200, { 'content-length': '5' });
    response.write('four', () => response.destroy());
  });
  await expect(exchange({ host: 'x' }, '')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('are given up where bytes come that nobody asked for', async () => {
  let closed = 0;
  const server = createServer((socket) => {
    socket.on('close', () => {
      closed += 1;
    });
    socket.on('data', () =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', () => socket.write('HTTP/1.1')),
    );
    socket.on('error', () => undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const exchange = createExchange(new URL(`http://127.0.0.1:${port}`), patience);
  for (let turn = 1; turn <= 3; turn++) {
    expect(await exchange({ host: 'x' }, '')).toMatchObject({ body: 'ok' });
    // Until the bytes that came behind have ended the connection.
    await expect.poll(() => closed).toBe(turn);
  }
});

it('refuse a header that would begin another one', async () => {
  const { exchange, received } = await standIn(fine);
  expect(() => exchange({ host: 'x', trace: 'a\r\nb: c' }, '')).toThrow('trace');
  expect(received).toHaveLength(0);
});

const certificate = (name: string): Buffer =>
  readFileSync(new URL(`../../../support/certificates/${name}`, import.meta.url));

it('are made by TLS, to nobody but a host whose certificate is good', async () => {
  const known = getCACertificates('default');
  const server = createSecureServer(
    { key: certificate('localhost-key.pem'), cert: certificate('localhost.pem') },
    (_request, response) => void response.end('{}'),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    setDefaultCACertificates(known);
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const ask = (host: string) => createExchange(new URL(`https://${host}:${port}`), patience)({ host }, '');

  await expect(ask('localhost')).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  setDefaultCACertificates([...known, certificate('authority.pem').toString()]);
  expect(await ask('localhost')).toMatchObject({ status: 200, body: '{}' });
});
