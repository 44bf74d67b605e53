import { Readable } from 'node:stream';
import type { Parser } from 'csv-parse';

const pieceBytes = 64 * 1024;

// The parser processes at once what it gets, and keeps all of it in memory.
async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes);
  }
}

/** What the parser makes of the bytes, as they arrive. Throws what reading the bytes throws, and CsvError. */
export async function* parsedBy<Parsed>(parser: Parser, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  const source = Readable.from(inPieces(bytes), { objectMode: false });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const parsed of parser) yield parsed;
  } finally {
    source.destroy();
    parser.destroy();
  }
}
