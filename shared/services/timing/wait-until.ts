import { setTimeout } from 'node:timers/promises';

// Timers are exact to whole milliseconds. So at most the last two are slept by the whole process: the scheduler makes a
// busy process wait longer. A sleep may end late by up to this, and a process is slower just after it. So the very end
// is not slept.
const lateMs = 0.4;
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** Waits until a time of `performance.now()`, exact to a fraction of a millisecond. */
export const waitUntil = async (time: number): Promise<void> => {
  const whole = Math.floor(time - performance.now()) - 1;
  if (whole > 0) await setTimeout(whole);
  const rest = time - performance.now() - lateMs;
  if (rest > 0) Atomics.wait(nobodyWakes, 0, 0, rest);
  while (performance.now() < time);
};
