import { randomUUID } from 'node:crypto';
import { createWriteStream, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toRecipient } from '#shared/domain/exports/recipient.ts';
import { sealLines } from '#shared/domain/exports/sealed-lines.ts';

/** A file of sealed records. It is removed by `remove`, or when the process ends. */
interface SealedFile {
  readonly file: string;
  readonly records: number;
  readonly remove: () => void;
}

const portionChars = 200_000;

async function* inPortions(lines: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let portion: string[] = [];
  let length = 0;
  for await (const line of lines) {
    portion.push(line);
    length += line.length;
    if (length < portionChars) continue;
    yield portion;
    portion = [];
    length = 0;
  }
  if (portion.length > 0) yield portion;
}

/** Writes records to a file that only the holder of the key can read. Nothing is on the disk in clear text. */
export const sealToFile = async (
  lines: AsyncIterable<string>,
  publicKey: Readonly<Record<string, unknown>>,
): Promise<SealedFile> => {
  const recipient = await toRecipient(publicKey);
  const file = path.join(tmpdir(), `gatehouse-${randomUUID()}.jwe`);
  const remove = (): void => rmSync(file, { force: true });
  process.once('exit', remove);
  // Made at once, so that it exists before the process can be ended.
  const written = createWriteStream(file, { fd: openSync(file, 'wx', 0o600) });
  let records = 0;
  await pipeline(
    inPortions(lines),
    async function* sealed(portions: AsyncIterable<readonly string[]>) {
      for await (const portion of portions) {
        records += portion.length;
        yield `${await sealLines(recipient, portion)}\n`;
      }
    },
    written,
  );
  return { file, records, remove };
};
