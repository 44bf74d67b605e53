import type { Recipient } from '#shared/domain/exports/recipient.ts';
import { sealLines } from '#shared/domain/exports/sealed-lines.ts';

// A line, with all of its records, is read at once.
const portionBytes = 256 * 1024;

/** Collects records, sealed, for the next part of an export. */
export interface PartWriter {
  readonly add: (record: object) => Promise<void>;
  /** Ends a line here, so that what comes next can be dropped and written again. */
  readonly seal: () => Promise<void>;
  readonly bytes: () => number;
  /** The number of lines in all parts together. */
  readonly portions: () => number;
  /** What was collected since the last call. */
  readonly take: () => Buffer;
}

interface Begun {
  readonly recipient: Recipient;
  readonly exportId: string;
  /** The number of lines in earlier parts. */
  readonly portions: number;
}

export const createPartWriter = ({ recipient, exportId, ...before }: Begun): PartWriter => {
  let { portions } = before;
  let plain: string[] = [];
  let plainLength = 0;
  let sealed: string[] = [];
  let sealedLength = 0;

  const seal: PartWriter['seal'] = async () => {
    if (plain.length === 0) return;
    portions += 1;
    const line = `${await sealLines(recipient, plain, { export: exportId, portion: portions })}\n`;
    sealed.push(line);
    sealedLength += line.length;
    plain = [];
    plainLength = 0;
  };

  return {
    seal,
    add: async (record) => {
      const line = JSON.stringify(record);
      plain.push(line);
      plainLength += line.length;
      if (plainLength >= portionBytes) await seal();
    },
    bytes: () => sealedLength,
    portions: () => portions,
    take: () => {
      const part = Buffer.from(sealed.join(''));
      sealed = [];
      sealedLength = 0;
      return part;
    },
  };
};
