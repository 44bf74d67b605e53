import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { operationFiles, operationKey, operationOf, readContract } from './contract.ts';
import { commonExceptions, furtherExceptions, ownOperations, withDeviations } from './deviations.ts';
import { operationDrift } from './drift.ts';

const OperationModule = v.object({
  definition: v.object({
    name: v.string(),
    service: v.optional(v.string()),
    caller: v.picklist(['anyone', 'client', 'session', 'accessToken', 'signed']),
    request: v.unknown(),
    throws: v.array(v.string()),
  }),
});

const root = join(import.meta.dirname, '../..');
const contracts = {
  'cognito-idp': withDeviations(readContract()),
  'cognito-identity': withDeviations(readContract('cognito-identity'), {}),
} as const;
const files = operationFiles(root);
const isOwn = (file: string): boolean => ownOperations.some((name) => file.endsWith(`/${name}.ts`));

describe('the operations', () => {
  it('are found', () => {
    expect(files).not.toEqual([]);
  });

  it.each(files.filter((file) => !isOwn(file)))('%s takes what the contract says', async (file) => {
    const { definition } = v.parse(OperationModule, await import(join(root, file)));
    const { service } = operationOf(operationKey(file));
    expect(definition.service ?? 'cognito-idp').toBe(service);
    const exceptions = [...commonExceptions, ...(furtherExceptions[definition.name]?.names ?? [])];
    expect(operationDrift(definition, contracts[service], exceptions)).toEqual([]);
  });

  it.each(ownOperations)('%s is ours alone', (name) => {
    expect(contracts['cognito-idp'].operations[name]).toBeUndefined();
    expect(files.some((file) => file.endsWith(`/${name}.ts`))).toBe(true);
  });
});
