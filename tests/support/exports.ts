import type { UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';
import { type CryptoKey, compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { expect, vi } from 'vitest';
import { newExportId } from '#shared/domain/exports/pool-export.ts';
import { toRecipient } from '#shared/domain/exports/recipient.ts';
import { describeJob, startJob, upload } from './imports.ts';
import { callOwn } from './own-operations.ts';
import { stack } from './stack.ts';
import { callWorker } from './workers.ts';

export interface ExportKeys {
  readonly publicKey: JWK;
  readonly privateKey: CryptoKey;
}

/** A key pair for a reader of exports. */
export const makeExportKeys = async (
  alg: 'ECDH-ES+A256KW' | 'RSA-OAEP-256' = 'ECDH-ES+A256KW',
): Promise<ExportKeys> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { publicKey: await exportJWK(publicKey), privateKey };
};

export interface ExportAnswer {
  readonly ExportId: string;
  readonly Status: string;
  readonly Parts: number;
  readonly Groups: number;
  readonly Users: number;
  readonly CreationDate: number;
  readonly CompletionDate?: number;
  readonly CompletionMessage?: string;
}

interface Part {
  readonly Number: number;
  readonly Url: string;
  readonly Bytes: number;
  readonly Sha256: string;
}

interface Description {
  readonly UserPoolExport: ExportAnswer;
  readonly Parts: readonly Part[];
  readonly NextToken?: string;
}

/** Starts an export of the pool for the holder of the key. */
export const startExport = async (poolId: string, publicKey: JWK): Promise<string> => {
  const answer = await callOwn<Pick<Description, 'UserPoolExport'>>('CreateUserPoolExport', {
    UserPoolId: poolId,
    PublicKey: publicKey,
  });
  return answer.UserPoolExport.ExportId;
};

/** The export, with a page of its parts. */
export const describeExport = (poolId: string, exportId: string, more: object = {}): Promise<Description> =>
  callOwn('DescribeUserPoolExport', { UserPoolId: poolId, ExportId: exportId, ...more });

/** Every part of an export, page by page. */
export const partsOf = async (poolId: string, exportId: string, MaxResults = 60): Promise<readonly Part[]> => {
  const parts: Part[] = [];
  let NextToken: string | undefined;
  do {
    const page = await describeExport(poolId, exportId, { MaxResults, ...(NextToken && { NextToken }) });
    parts.push(...page.Parts);
    ({ NextToken } = page);
  } while (NextToken);
  return parts;
};

/** The lines of an export's file, each a compact JWE. */
export const download = async (poolId: string, exportId: string): Promise<readonly string[]> => {
  const texts: string[] = [];
  for (const { Url } of await partsOf(poolId, exportId)) {
    const answer = await fetch(Url);
    if (!answer.ok) throw new Error(`The part answers ${answer.status}: ${await answer.text()}`);
    texts.push(await answer.text());
  }
  return texts.join('').trimEnd().split('\n');
};

/** The members of an export's record that tests read. */
export interface TestRecord {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** The records in the lines of an export. */
export const decrypt = async (lines: readonly string[], { privateKey }: ExportKeys): Promise<readonly TestRecord[]> => {
  const opened = await Promise.all(lines.map((line) => compactDecrypt(line, privateKey)));
  return opened.flatMap(({ plaintext }) =>
    Buffer.from(plaintext)
      .toString()
      .split('\n')
      .map((line): TestRecord => JSON.parse(line)),
  );
};

/** The export once nobody works on it any more. */
export const endedExport = async (poolId: string, exportId: string): Promise<ExportAnswer> => {
  const ended = async (): Promise<ExportAnswer> => {
    const { UserPoolExport } = await describeExport(poolId, exportId);
    expect(UserPoolExport.Status).not.toBe('InProgress');
    return UserPoolExport;
  };
  return vi.waitFor(ended, { timeout: 180_000 });
};

/** The lines of a new export of the pool. */
export const exportPool = async (poolId: string, publicKey: JWK): Promise<readonly string[]> => {
  const exportId = await startExport(poolId, publicKey);
  const { Status, CompletionMessage } = await endedExport(poolId, exportId);
  if (Status !== 'Succeeded') throw new Error(`The export ended ${Status}: ${CompletionMessage}`);
  return download(poolId, exportId);
};

interface RecordJob {
  readonly UserImportJob: UserImportJobType;
  readonly PublicKey: JWK;
}

/** A new import job of a file of records. */
export const makeRecordJob = (poolId: string): Promise<RecordJob> =>
  callOwn('CreateUserRecordImportJob', { UserPoolId: poolId, JobName: 'records' });

/** Uploads the lines to a job, and runs it to its end. */
export const importLines = async (
  poolId: string,
  lines: readonly string[],
  { UserImportJob: { JobId = '', PreSignedUrl } }: RecordJob,
): Promise<UserImportJobType> => {
  const { status } = await upload(PreSignedUrl, `${lines.join('\n')}\n`);
  expect(status).toBe(200);
  await startJob({ poolId }, JobId);
  const ended = async (): Promise<UserImportJobType> => {
    const job = await describeJob({ poolId }, JobId);
    expect(job.Status).toMatch(/^(?:Succeeded|Stopped|Failed)$/);
    return job;
  };
  return vi.waitFor(ended, { timeout: 180_000 });
};

/** An export that no worker knows of, so that tests can have it written as they like. */
export const waitingExport = async (poolId: string, publicKey: JWK, createdAt = Date.now()): Promise<string> => {
  // The environment is read at its first use.
  Object.assign(process.env, stack().env);
  const { poolExportRepository } = await import('#shared/data/exports/pool-export-repository.ts');
  const { table } = await import('#shared/data/table.ts');
  const id = newExportId(createdAt);
  const none = { parts: 0, portions: 0, groups: 0, users: 0 };
  const recipient = await toRecipient({ ...publicKey });
  await table().write([
    poolExportRepository().create({ poolId, id, recipient, status: 'InProgress', createdAt, ...none }),
  ]);
  return id;
};

/** Has the worker continue an export. */
export const goOn = (userPoolId: string, exportId: string, limits: object = {}): Promise<unknown> =>
  callWorker('ExportUserPool', { userPoolId, exportId, ...limits });
