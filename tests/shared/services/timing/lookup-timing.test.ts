import { describe, expect, it } from 'vitest';
import { createLookupTiming } from '#shared/services/timing/lookup-timing.ts';
import { busy, took } from '#tests/support/durations.ts';

// Any machine can tell a minimum of time. None can tell a maximum.
describe('looking for what is not there', () => {
  const look = (timing: ReturnType<typeof createLookupTiming>, name: string, found: boolean, costs = 0) =>
    timing.look(
      name,
      async () => {
        busy(costs);
        return found;
      },
      (outcome) => outcome,
    );

  it('takes as much longer as finding something did', async () => {
    const timing = createLookupTiming();
    for (let turn = 0; turn < 32; turn++) {
      await look(timing, 'a pool', true, 1.2);
      await look(timing, 'a pool', false);
    }
    const times: number[] = [];
    for (let turn = 0; turn < 16; turn++) times.push(await took(() => look(timing, 'a pool', false)));
    expect(Math.min(...times)).toBeGreaterThan(1);
  });

  it('takes a little longer before anything was measured, under names of their own', async () => {
    const timing = createLookupTiming();
    for (let turn = 0; turn < 32; turn++) await look(timing, 'a pool', true, 1.2);
    expect(await took(() => look(timing, 'another pool', false))).toBeGreaterThan(0.19);
  });

  it('gives what the work gives, and throws what it throws', async () => {
    const timing = createLookupTiming();
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
