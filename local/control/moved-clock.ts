// A process holds one stack, and so one clock.
let offsetMs = 0;

/** By how many milliseconds the clock of this process's stack is ahead of the machine's. */
export const clockOffsetMs = (): number => offsetMs;

/** Sets the clock of this process's stack so many milliseconds ahead of the machine's. */
export const setClockOffset = (ms: number): void => {
  offsetMs = ms;
};
