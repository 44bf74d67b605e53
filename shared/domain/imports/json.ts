/** What a text says in JSON; undefined where it is none. */
export const findJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
