import { describe, expect, it } from 'vitest';
import { createRecentTimes } from '#shared/services/codes/recent-times.ts';
import { createTiming } from '#shared/services/codes/timing.ts';

/** Keeps the processor busy for so long, as decoding what was found does. */
const busy = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

describe('recent times', () => {
  it('have a usual one that those that waited for something else do not move', () => {
    const times = createRecentTimes(256);
    for (let turn = 0; turn < 256; turn++) times.add(turn % 2 === 0 ? 1 : 50);
    expect(times.usual()).toBe(1);
    expect(times.count()).toBe(256);
  });

  it('forget the oldest for the latest', () => {
    const times = createRecentTimes(16);
    for (let turn = 0; turn < 16; turn++) times.add(5);
    for (let turn = 0; turn < 16; turn++) times.add(2);
    expect(times.usual()).toBe(2);
    expect(times.count()).toBe(16);
  });
});

// How long something takes at the least can be told on any machine; how long at the most can not.
describe('looking for what is not there', () => {
  const look = (timing: ReturnType<typeof createTiming>, name: string, found: boolean, costs = 0) =>
    timing.look(
      name,
      async () => {
        busy(costs);
        return found;
      },
      (outcome) => outcome,
    );

  it('takes as much longer as finding something did', async () => {
    const timing = createTiming();
    for (let turn = 0; turn < 32; turn++) {
      await look(timing, 'a pool', true, 1.2);
      await look(timing, 'a pool', false);
    }
    const times: number[] = [];
    for (let turn = 0; turn < 16; turn++) times.push(await took(() => look(timing, 'a pool', false)));
    expect(Math.min(...times)).toBeGreaterThan(1);
  });

  it('takes a little longer before anything was measured, under names of their own', async () => {
    const timing = createTiming();
    for (let turn = 0; turn < 32; turn++) await look(timing, 'a pool', true, 1.2);
    expect(await took(() => look(timing, 'another pool', false))).toBeGreaterThan(0.19);
  });

  it('gives what the work gives, and throws what it throws', async () => {
    const timing = createTiming();
    await expect(look(timing, 'a pool', false)).resolves.toBe(false);
    await expect(look(timing, 'a pool', true)).resolves.toBe(true);
    const failing = timing.look(
      'a pool',
      () => Promise.reject(new Error('gone')),
      () => true,
    );
    await expect(failing).rejects.toThrow('gone');
  });
});

describe('pretending', () => {
  it('takes as long as the work did, to a fraction of a millisecond', async () => {
    const timing = createTiming();
    for (let turn = 0; turn < 16; turn++) await timing.measure('a message', async () => busy(1.7));
    for (let turn = 0; turn < 8; turn++) expect(await took(() => timing.pretend('a message'))).toBeGreaterThan(1.69);
  });
});
