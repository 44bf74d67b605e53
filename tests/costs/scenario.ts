import { inject } from 'vitest';
import type { Costs } from './counting-proxy.ts';

/** One way to call an operation, and what it costs. */
export interface Scenario {
  readonly operation: string;
  /** How it differs from other ways. */
  readonly way?: string;
  /** Makes everything that the call needs, and gives the call. */
  readonly prepare: () => Promise<() => Promise<unknown>>;
}

const takeCosts = async (): Promise<Costs> => JSON.parse(await (await fetch(inject('costs').url)).text());

const rounds = 12;
// Functions cache what they read for ten seconds. A call after that finds the caches cold.
const warmMs = 9_000;

/** The cost of the call with warm caches: the same result of two rounds in a row, each soon after the one before. */
export const measure = async ({ operation, way = '', prepare }: Scenario): Promise<Costs> => {
  let before = '';
  let warmUntil = 0;
  for (let round = 1; round <= rounds; round++) {
    const call = await prepare();
    await takeCosts();
    const isWarm = performance.now() < warmUntil;
    await call();
    const costs = await takeCosts();
    warmUntil = performance.now() + warmMs;
    if (!isWarm) continue;
    if (JSON.stringify(costs) === before) return costs;
    before = JSON.stringify(costs);
  }
  throw new Error(`${operation} ${way} costs something else each time; the last time ${before}.`);
};
