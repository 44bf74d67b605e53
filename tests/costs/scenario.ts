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

const rounds = 6;

/**
 * What the call costs with warm caches: what two rounds in a row agree on. The first finds caches cold, and now and
 * then a later one whose ten seconds are over.
 */
export const measure = async ({ operation, way = '', prepare }: Scenario): Promise<Costs> => {
  let before = '';
  for (let round = 1; round <= rounds; round++) {
    const call = await prepare();
    await takeCosts();
    await call();
    const costs = await takeCosts();
    if (JSON.stringify(costs) === before) return costs;
    before = JSON.stringify(costs);
  }
  throw new Error(`${operation} ${way} costs something else each time; the last time ${before}.`);
};
