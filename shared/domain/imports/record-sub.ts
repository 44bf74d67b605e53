import { createHash } from 'node:crypto';

/** A UUID derived from the text: the same text always gives the same UUID. */
export const uuidOf = (text: string): string => {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** The `sub` for a row without one: the same each time the job does the row. */
export const subOfRow = (jobId: string, row: number): string => uuidOf(`${jobId} ${row}`);
