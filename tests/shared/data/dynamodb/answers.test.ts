import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, createAnswerReader } from '#shared/data/dynamodb/connections.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

/** Takes the bytes in pieces that are cut at these places. */
const takeInPieces = (whole: Buffer, cuts: readonly number[]): Answer | undefined => {
  const reader = createAnswerReader();
  const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
  let answer: Answer | undefined;
  let from = 0;
  for (const to of [...places, whole.length]) {
    if (to > from) answer = reader.take(whole.subarray(from, to)) ?? answer;
    from = Math.max(from, to);
  }
  return answer;
};

const chunked = (parts: readonly string[]): string =>
  [...parts.filter(Boolean), ''].map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`).join('');

const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });
const anyCuts = fc.array(fc.nat(2000), { maxLength: 6 });

describe('an answer of the store', () => {
  it('is read whole, however it is cut on its way', () => {
    fc.assert(
      fc.property(anyText, anyCuts, fc.integer({ min: 200, max: 599 }), (body, cuts, status) => {
        fc.pre(status !== 204 && status !== 304);
        const head = `HTTP/1.1 ${status} Some words\r\nX-Amz-Crc32: 1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
        expect(takeInPieces(bytes(head + body), cuts)).toMatchObject({ status, body, persists: true });
      }),
    );
  });

  it('is read in chunks, with further fields behind them', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), anyCuts, fc.boolean(), (parts, cuts, hasMore) => {
        const end = hasMore ? chunked(parts).replace(/\r\n$/, 'x-more: 1\r\n\r\n') : chunked(parts);
        const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n';
        expect(takeInPieces(bytes(head + end), cuts)).toMatchObject({ body: parts.join(''), persists: true });
      }),
    );
  });

  it('comes after answers that only announce it', () => {
    const all = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n';
    expect(createAnswerReader().take(bytes(all))).toMatchObject({ status: 204, body: '', persists: true });
  });

  it.each([
    ['by HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n', false],
    ['by HTTP/1.0 that keeps it', 'HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\ncontent-length: 0\r\n\r\n', true],
    ['that closes', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', false],
    ['with bytes behind it', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\n', false],
    ['without words', 'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n', true],
  ])('%s says whether the connection is used again', (_name, text, persists) => {
    expect(createAnswerReader().take(bytes(text))).toMatchObject({ status: 200, persists });
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nsome text'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n'],
    ['a length below nothing', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['another coding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['a field without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n'],
    ['a head without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`],
  ])('is refused: %s', (_name, text) => {
    expect(() => createAnswerReader().take(bytes(text))).toThrow(expect.objectContaining({ code: 'ECONNRESET' }));
  });

  it('is never anything but an answer or an error, whatever comes', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'HTTP/1.1 200 OK\r\n',
        '\r\n\r\n',
        'content-length: 3\r\n',
        'transfer-encoding: chunked\r\n',
        '3\r\n',
      ),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const reader = createAnswerReader();
        try {
          for (const one of pieces) if (reader.take(bytes(one))) return;
        } catch (error) {
          expect(error).toMatchObject({ code: 'ECONNRESET' });
        }
      }),
    );
  });
});
