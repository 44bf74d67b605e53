import { digits, lowerCase, randomText } from '../identifiers/random-text.ts';
import type { Recipient } from './recipient.ts';

export type PoolExportStatus = 'InProgress' | 'Stopped' | 'Succeeded' | 'Failed';

/** How far the walk through a pool's users has come; see WalkUsers. */
export interface ExportPosition {
  readonly shard: number;
  readonly key?: Readonly<Record<string, unknown>>;
}

/** A way out for everything in a pool, sealed for a recipient. Times are epoch milliseconds. */
export interface PoolExport {
  readonly poolId: string;
  readonly id: string;
  readonly recipient: Recipient;
  readonly status: PoolExportStatus;
  readonly createdAt: number;
  readonly completedAt?: number;
  /** Where the users begin that are still to be written; absent before the first of them. */
  readonly position?: ExportPosition;
  /** Names of the attributes that the first part says the pool has; absent before it. */
  readonly attributes?: readonly string[];
  /** How many objects there are; how many lines in them; how many groups and users in those. */
  readonly parts: number;
  readonly portions: number;
  readonly groups: number;
  readonly users: number;
  /** Says why it failed. */
  readonly message?: string;
}

/** One object of an export: some of its lines. The parts in the order of their numbers are the export. */
export interface ExportPart {
  /** From 1. */
  readonly number: number;
  /** Of the object. */
  readonly key: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

const alphabet = `${digits}${lowerCase}`;

/** An id for a new export; later ones come after it in order. */
export const newExportId = (now: number): string =>
  `export-${now.toString(36).padStart(9, '0')}${randomText(alphabet, 8)}`;
