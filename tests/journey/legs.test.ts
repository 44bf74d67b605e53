import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { legs } from './legs.ts';

const steps = legs.flatMap((leg) => leg.steps);

describe('the journey', () => {
  it('goes by every operation, at least once with success', () => {
    const operations = globSync('functions/api/*/*.ts').map((path) => basename(path, '.ts'));
    const succeeds = new Set(steps.flatMap((step) => (step.kind === 'call' && !step.refused ? [step.operation] : [])));

    expect(operations).not.toEqual([]);
    expect(operations.filter((operation) => !succeeds.has(operation))).toEqual([]);
  });

  it('goes by no operation that is not there', () => {
    const operations = new Set(globSync('functions/api/*/*.ts').map((path) => basename(path, '.ts')));

    expect(steps.flatMap((step) => (step.kind === 'call' ? [step.operation] : []))).toSatisfy((called: string[]) =>
      called.every((operation) => operations.has(operation)),
    );
  });

  it('has a name of its own for each leg', () => {
    expect(new Set(legs.map(({ name }) => name)).size).toBe(legs.length);
  });
});
