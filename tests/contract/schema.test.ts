import { globSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readContract } from './contract.ts';
import { commonExceptions, furtherExceptions, ownOperations, withDeviations } from './deviations.ts';
import { operationDrift } from './drift.ts';

const OperationModule = v.object({
  definition: v.object({
    name: v.string(),
    caller: v.picklist(['client', 'session', 'accessToken', 'signed']),
    request: v.unknown(),
    throws: v.array(v.string()),
  }),
});

const root = join(import.meta.dirname, '../..');
const contract = withDeviations(readContract());
const files = globSync('functions/api/*/*.ts', { cwd: root }).sort();
const isOwn = (file: string): boolean => ownOperations.some((name) => file.endsWith(`/${name}.ts`));

describe('the operations', () => {
  it('are found', () => {
    expect(files).not.toEqual([]);
  });

  it.each(files.filter((file) => !isOwn(file)))('%s takes what the contract says', async (file) => {
    const { definition } = v.parse(OperationModule, await import(join(root, file)));
    const exceptions = [...commonExceptions, ...(furtherExceptions[definition.name]?.names ?? [])];
    expect(operationDrift(definition, contract, exceptions)).toEqual([]);
  });

  it.each(ownOperations)('%s is ours alone', (name) => {
    expect(contract.operations[name]).toBeUndefined();
    expect(files.some((file) => file.endsWith(`/${name}.ts`))).toBe(true);
  });
});
