const namesAtMost = 1000;

/** What is under the name, made where there is nothing; too many names are forgotten together. */
export const byName = <T>(known: Map<string, T>, name: string, make: () => T): T => {
  const value = known.get(name) ?? make();
  if (known.size >= namesAtMost && !known.has(name)) known.clear();
  known.set(name, value);
  return value;
};
