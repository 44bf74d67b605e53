/** The results of all, once each was tried. Throws the error of the first that failed. */
export const settleAll = async <T>(deliveries: readonly Promise<T>[]): Promise<readonly T[]> => {
  await Promise.allSettled(deliveries);
  return Promise.all(deliveries);
};
