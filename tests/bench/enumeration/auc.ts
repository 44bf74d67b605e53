/**
 * How well two samples can be told apart by their values: the chance that one of `others` is above one of `those`,
 * where ties count half. 0.5 where they cannot be told apart at all, 0 or 1 where they always can.
 */
export const auc = (those: readonly number[], others: readonly number[]): number => {
  const all = [
    ...those.map((value) => ({ value, isOther: false })),
    ...others.map((value) => ({ value, isOther: true })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end++;
    const rank = (start + 1 + end) / 2;
    rankSum += rank * all.slice(start, end).filter(({ isOther }) => isOther).length;
    start = end;
  }
  return (rankSum - (others.length * (others.length + 1)) / 2) / (those.length * others.length);
};

/** The standard error of `auc` for two samples without any difference. */
export const chance = (those: number, others: number): number =>
  Math.sqrt((those + others + 1) / (12 * those * others));
