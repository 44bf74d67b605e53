import { UnreadableFile } from './row-reader.ts';

/** A line of a file, without its end. */
export interface Line {
  readonly text: string;
  /** The byte where it begins, and the byte where the next line begins. */
  readonly start: number;
  readonly end: number;
}

const lineFeed = 10;

/**
 * The lines of bytes that begin at `start`. Throws UnreadableFile for a line of more than `mostBytes`, and for bytes
 * that are not UTF-8.
 */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  { start, mostBytes }: { readonly start: number; readonly mostBytes: number },
): AsyncGenerator<Line> {
  // Not node:readline: an interrupted import continues at the byte where a line begins.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let at = start;
  let begun: Uint8Array[] = [];
  let length = 0;

  const toLine = (end: number): Line => {
    try {
      const text = decoder.decode(Buffer.concat(begun)).replace(/\r?\n?$/, '');
      return { text, start: at, end };
    } catch {
      throw new UnreadableFile('The file is not UTF-8.');
    }
  };
  const add = (piece: Uint8Array): void => {
    begun.push(piece);
    length += piece.length;
    if (length > mostBytes) throw new UnreadableFile(`A line of the file is longer than ${mostBytes} bytes.`);
  };

  for await (const chunk of body) {
    let rest = chunk;
    for (let found = rest.indexOf(lineFeed); found >= 0; found = rest.indexOf(lineFeed)) {
      add(rest.subarray(0, found + 1));
      rest = rest.subarray(found + 1);
      const line = toLine(at + length);
      yield line;
      at = line.end;
      begun = [];
      length = 0;
    }
    if (rest.length > 0) add(rest);
  }
  if (length > 0) yield toLine(at + length);
}
