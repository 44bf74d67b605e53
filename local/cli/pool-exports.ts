import * as v from 'valibot';
import { type Api, everyItem } from './api.ts';

const PoolExport = v.object({
  UserPoolId: v.string(),
  ExportId: v.string(),
  Status: v.string(),
  CreationDate: v.number(),
  Parts: v.number(),
  Groups: v.number(),
  Users: v.number(),
  CompletionMessage: v.optional(v.string()),
});
const Part = v.object({ Number: v.number(), Url: v.string(), Bytes: v.number(), Sha256: v.string() });
const OneExport = v.object({ UserPoolExport: PoolExport });
const Described = v.object({
  UserPoolExport: PoolExport,
  Parts: v.array(Part),
  NextToken: v.optional(v.string()),
});
const Listed = v.object({ UserPoolExports: v.array(PoolExport), NextToken: v.optional(v.string()) });

export type PoolExport = v.InferOutput<typeof PoolExport>;
export type ExportPart = v.InferOutput<typeof Part>;

interface ExportId {
  readonly UserPoolId: string;
  readonly ExportId: string;
}

/** Starts an export for the holder of a key. */
export const createExport = async (
  api: Api,
  UserPoolId: string,
  PublicKey: Readonly<Record<string, unknown>>,
): Promise<PoolExport> => (await api.own('CreateUserPoolExport', { UserPoolId, PublicKey }, OneExport)).UserPoolExport;

/** The state of an export, and the parts after those that the caller has. */
export const describeExport = async (
  api: Api,
  id: ExportId,
  had: number,
): Promise<{ readonly state: PoolExport; readonly parts: readonly ExportPart[] }> => {
  const parts: ExportPart[] = [];
  let page = await api.own('DescribeUserPoolExport', id, Described);
  // The first page has the count, and what it counts is there.
  const state = page.UserPoolExport;
  parts.push(...page.Parts);
  while (page.NextToken && parts.length < state.Parts) {
    page = await api.own('DescribeUserPoolExport', { ...id, NextToken: page.NextToken }, Described);
    parts.push(...page.Parts);
  }
  return { state, parts: parts.filter(({ Number: number }) => number > had) };
};

/** Stops an export. Its parts stay for a week. */
export const stopExport = async (api: Api, id: ExportId): Promise<PoolExport> =>
  (await api.own('StopUserPoolExport', id, OneExport)).UserPoolExport;

/** Every export of a pool, the latest first. */
export const listExports = (api: Api, UserPoolId: string): AsyncGenerator<PoolExport> =>
  everyItem(
    (NextToken) => api.own('ListUserPoolExports', { UserPoolId, NextToken }, Listed),
    ({ UserPoolExports }) => UserPoolExports,
  );
