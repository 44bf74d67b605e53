// More requests to the store at once would only wait for each other.
const atOnce = 25;

/** Does the work for all values, for a portion of them at once. Gives the results in the order of the values. */
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
