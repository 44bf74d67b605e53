/** What came of all of them, once each was tried. Throws what the first that failed threw. */
export const settleAll = async <T>(deliveries: readonly Promise<T>[]): Promise<readonly T[]> => {
  await Promise.allSettled(deliveries);
  return Promise.all(deliveries);
};
