// More requests to the store under way at once would wait for each other there.
const atOnce = 25;

/** Does work for all values, in portions that are at work at once. What came of each, in the order of the values. */
export const manyAtOnce = async <Value, Outcome>(
  values: readonly Value[],
  work: (value: Value) => Promise<Outcome>,
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < values.length; at += atOnce) {
    outcomes.push(...(await Promise.all(values.slice(at, at + atOnce).map(work))));
  }
  return outcomes;
};
