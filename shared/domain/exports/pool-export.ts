import { digits, lowerCase, randomText } from '../identifiers/random-text.ts';
import type { Recipient } from './recipient.ts';

export type PoolExportStatus = 'InProgress' | 'Stopped' | 'Succeeded' | 'Failed';

/** How far the walk through the pool's users is; see WalkUsers. */
export interface ExportPosition {
  readonly shard: number;
  readonly key?: Readonly<Record<string, unknown>>;
}

/** An export of everything in a pool, sealed for a recipient. Times are in epoch milliseconds. */
export interface PoolExport {
  readonly poolId: string;
  readonly id: string;
  readonly recipient: Recipient;
  readonly status: PoolExportStatus;
  readonly createdAt: number;
  readonly completedAt?: number;
  /** Where the users begin that are not written yet; absent before the first is written. */
  readonly position?: ExportPosition;
  /** Names of the pool's attributes according to the first part; absent before that is written. */
  readonly attributes?: readonly string[];
  /** The number of objects, of the lines in them, and of the groups and users in those lines. */
  readonly parts: number;
  readonly portions: number;
  readonly groups: number;
  readonly users: number;
  /** Why it failed. */
  readonly message?: string;
}

/** One object of an export, with some of its lines. The parts in the order of their numbers make up the export. */
export interface ExportPart {
  /** Counted from 1. */
  readonly number: number;
  /** Key of the object. */
  readonly key: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

const alphabet = `${digits}${lowerCase}`;

/** An id for a new export. Ids sort by time. */
export const newExportId = (now: number): string =>
  `export-${now.toString(36).padStart(9, '0')}${randomText(alphabet, 8)}`;
