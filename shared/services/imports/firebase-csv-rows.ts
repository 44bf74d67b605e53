import {
  type FirebaseLine,
  fromFirebaseValues,
  isWholeRow,
  readFirebaseLine,
  reasonAgainstFirebaseValues,
} from '#shared/domain/imports/foreign/firebase-csv.ts';
import { MisshapenFile } from './json-elements.ts';
import { linesOf } from './lines.ts';
import { UnreadableFile } from './row-reader.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** A row as the user that it would be in JSON, or why it is refused. */
export type FirebaseCsvRow = { readonly user: unknown } | { readonly refused: string; readonly username?: string };

const mostBytes = 1024 * 1024;
// A name has at most 256 characters, so a row that goes on for longer has a quotation mark too many.
const mostLines = 64;

async function* textLines(bytes: Bytes): AsyncGenerator<string> {
  try {
    for await (const { text } of linesOf(bytes, { start: 0, mostBytes })) yield text;
  } catch (error) {
    throw error instanceof UnreadableFile ? new MisshapenFile(error.message) : error;
  }
}

const refusal = (line: number, text: string, reason: string): FirebaseCsvRow => {
  const [id = ''] = text.split(',', 1);
  return {
    refused: `This is no user of Firebase: line ${line} ${reason}.`,
    ...(/^[\w-]{1,128}$/.test(id) && { username: id }),
  };
};

const unclear = 'has quotation marks by which its values cannot be told apart';

const reasonAgainst = (read: FirebaseLine, width: number | undefined): string | undefined => {
  if (typeof read === 'string') return unclear;
  const { length } = read.values;
  const isOther = width !== undefined && length !== width;
  return (
    reasonAgainstFirebaseValues(read.values) ??
    (isOther ? `has ${length} values, and those before it ${width}` : undefined)
  );
};

/**
 * The rows of a CSV file by firebase-tools. A row that can be read in more ways than one is refused, since its values
 * decide who may sign in. Throws MisshapenFile.
 */
export async function* firebaseCsvRows(bytes: Bytes): AsyncGenerator<FirebaseCsvRow> {
  const incoming = textLines(bytes);
  const waiting: string[] = [];
  let line = 0;
  let width: number | undefined;
  const next = async (): Promise<string | undefined> => waiting.shift() ?? (await incoming.next()).value;

  for (let text = await next(); text !== undefined; text = await next()) {
    line++;
    if (text === '') continue;
    const taken = [text];
    let read = readFirebaseLine(text, width);
    while (read === 'unended' && taken.length < mostLines && !isWholeRow(taken.join('\n'), width)) {
      const more = await next();
      if (more === undefined) break;
      taken.push(more);
      read = readFirebaseLine(taken.join('\n'), width);
    }
    const reason = reasonAgainst(read, width);
    if (reason === undefined && typeof read === 'object') {
      width ??= read.values.length;
      yield { user: fromFirebaseValues(read.values) };
      line += taken.length - 1;
    } else {
      // What follows its first line may be rows of their own.
      waiting.unshift(...taken.slice(1));
      yield refusal(line, text, reason ?? unclear);
    }
  }
}
