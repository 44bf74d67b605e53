import { createHash, timingSafeEqual } from 'node:crypto';
import type { ShardCursor } from '#shared/data/shard-cursor.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Seal } from '../sealing/create-sealing.ts';

type Position = Readonly<Record<string, unknown>>;

/** The length of a page: what was asked for, or 60 where nothing or zero was. */
export const pageLimit = (asked: number | undefined): number => asked || 60;

const fingerprint = (query: readonly unknown[]): Buffer => createHash('sha256').update(JSON.stringify(query)).digest();

/** A page token: where the next page starts, sealed, and valid only for the same query. */
export const toPageToken = (seal: Seal, query: readonly unknown[], position: Position): string =>
  seal
    .seal('page token', Buffer.concat([fingerprint(query), Buffer.from(JSON.stringify(position))]))
    .toString('base64url');

const isPosition = (value: unknown): value is Position => typeof value === 'object' && value !== null;

/** Where a page starts. Throws InvalidParameterException for a token of another query, or one that is not ours. */
export const fromPageToken = (seal: Seal, query: readonly unknown[], token: string): Position => {
  const plain = seal.open('page token', Buffer.from(token, 'base64url'));
  const expected = fingerprint(query);
  if (plain && plain.length > 32 && timingSafeEqual(plain.subarray(0, 32), expected)) {
    const position: unknown = JSON.parse(plain.subarray(32).toString());
    if (isPosition(position)) return position;
  }
  throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
};

/** The position in a list that is read shard after shard. */
export const toShardCursor = ({ shard, key }: Position): ShardCursor => {
  if (typeof shard !== 'number') throw new Error('The page token says no shard.');
  return { shard, key: isPosition(key) ? key : undefined };
};
