import { inject } from 'vitest';
import type { Costs } from './counting-proxy.ts';

/** One way to call an operation, and what it costs. */
export interface Scenario {
  readonly operation: string;
  /** What sets it apart from other ways. */
  readonly way?: string;
  /** Makes everything that the call needs anew, and gives the call. */
  readonly prepare: () => Promise<() => Promise<unknown>>;
}

const takeCosts = async (): Promise<Costs> => JSON.parse(await (await fetch(inject('costs').url)).text());

const rounds = 12;
// Functions remember what they read for ten seconds: a call that comes later than that finds their caches cold.
const warmMs = 9_000;

/** What the call costs with warm caches: what two rounds in a row agree on that came soon after the one before them. */
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
