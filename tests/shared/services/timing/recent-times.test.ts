import { describe, expect, it } from 'vitest';
import { createRecentTimes } from '#shared/services/timing/lookup-timing.ts';

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
