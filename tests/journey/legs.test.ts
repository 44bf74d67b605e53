import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationFiles, operationKey } from '#tests/contract/contract.ts';
import { legs } from './legs.ts';

const root = join(import.meta.dirname, '../..');
const steps = legs.flatMap((leg) => leg.steps);

// Parameters of a route stand for one segment each.
const isAsked = (route: string, asked: readonly string[]): boolean => {
  const form = new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`);
  return asked.some((path) => form.test(path));
};

describe('the journey', () => {
  it('goes by every operation, at least once with success', () => {
    const operations = operationFiles(root).map(operationKey);
    const succeeds = new Set(steps.flatMap((step) => (step.kind === 'call' && !step.refused ? [step.operation] : [])));

    expect(operations).not.toEqual([]);
    expect(operations.filter((operation) => !succeeds.has(operation))).toEqual([]);
  });

  it('goes by every endpoint and every page', () => {
    const files = globSync('functions/{oauth,pages}/functions.yml').map((path) => readFileSync(path, 'utf8'));
    const paths = files.flatMap((text) => [...text.matchAll(/httpApi: \w+ (\S+)/g)].map(([, path = '']) => path));
    const asked = steps.flatMap((step) => (step.kind === 'http' ? [step.url.replace(/^[^/]*|\?.*/g, '')] : []));

    expect(paths).toEqual(expect.arrayContaining(['/oauth2/token', '/login']));
    expect([...new Set(paths)].filter((path) => !path.includes('.well-known') && !isAsked(path, asked))).toEqual([]);
  });

  it('goes by no operation that is not there', () => {
    const operations = new Set(operationFiles(root).map(operationKey));

    expect(steps.flatMap((step) => (step.kind === 'call' ? [step.operation] : []))).toSatisfy((called: string[]) =>
      called.every((operation) => operations.has(operation)),
    );
  });

  it('has a name of its own for each leg', () => {
    expect(new Set(legs.map(({ name }) => name)).size).toBe(legs.length);
  });
});
