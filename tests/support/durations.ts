/** Keeps the processor busy for so many milliseconds, as decoding items does. */
export const busy = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

/** How long the work took, in milliseconds. */
export const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/**
 * How many milliseconds of the processor the work of this thread took. They are no more where others keep the machine busy,
 * so a test may state a maximum of them, with ample room for a slow machine.
 */
export const processorTimeOf = (work: () => void): number => {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};
