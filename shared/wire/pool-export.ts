import * as v from 'valibot';
import type { PoolExport } from '#shared/domain/exports/pool-export.ts';
import { map, text } from './shapes.ts';
import { toEpochSeconds } from './wire.ts';

export const ExportIdType = text({ min: 1, max: 55, pattern: 'export-[0-9a-z]+' });
/** A JWK. Only its public members are kept. */
export const PublicKeyType = map(v.string(), v.unknown());

/** An export as its operations answer it. */
export interface UserPoolExportType {
  readonly UserPoolId: string;
  readonly ExportId: string;
  readonly Status: PoolExport['status'];
  readonly CreationDate: number;
  readonly CompletionDate?: number;
  /** How many objects there are, and what is in them. */
  readonly Parts: number;
  readonly Groups: number;
  readonly Users: number;
  readonly CompletionMessage?: string;
  readonly PublicKey: Readonly<Record<string, unknown>>;
}

/** An export as its operations answer it. */
export const toUserPoolExport = (job: PoolExport): UserPoolExportType => ({
  UserPoolId: job.poolId,
  ExportId: job.id,
  Status: job.status,
  CreationDate: toEpochSeconds(job.createdAt),
  ...(job.completedAt !== undefined && { CompletionDate: toEpochSeconds(job.completedAt) }),
  Parts: job.parts,
  Groups: job.groups,
  Users: job.users,
  ...(job.message !== undefined && { CompletionMessage: job.message }),
  PublicKey: { ...job.recipient.key },
});
