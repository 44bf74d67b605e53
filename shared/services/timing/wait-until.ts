import { setTimeout } from 'node:timers/promises';

// Timers are good for whole milliseconds. The last two at most are slept by the whole process: whoever is busy meanwhile is
// put off by the scheduler for longer. A sleep ends late by up to this, and what has slept is slower at first: so the end
// of it is not slept.
const lateMs = 0.4;
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** Waits until a time of `performance.now()`, to a fraction of a millisecond. */
export const waitUntil = async (time: number): Promise<void> => {
  const whole = Math.floor(time - performance.now()) - 1;
  if (whole > 0) await setTimeout(whole);
  const rest = time - performance.now() - lateMs;
  if (rest > 0) Atomics.wait(nobodyWakes, 0, 0, rest);
  while (performance.now() < time);
};
