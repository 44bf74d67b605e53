/** How much of a request is looked at. */
export interface Bounds {
  /** Bytes of the body. */
  readonly bodyBytes: number;
  /** Members of structures and maps and items of lists, at any depth. */
  readonly members: number;
}

/** What every operation keeps to whose definition does not say why it needs more. */
export const usualBounds: Bounds = { bodyBytes: 256 * 1024, members: 10_000 };

/** How deep structures, maps and lists may stand in each other. */
export const mostDepth = 32;

/** How many violated constraints are found out before the rest is left alone. */
export const mostFaults = 100;

/** How many of them are told one by one. */
export const mostToldFaults = 10;

/** What a request took so far. */
export interface Tally {
  /** Members and items looked at. */
  members: number;
  /** Violated constraints found. */
  faults: number;
}

/** The count at the beginning of a request. */
export const newTally = (): Tally => ({ members: 0, faults: 0 });

// With the headers and what is around it, under 16 kB in all.
const mostMessageBytes = 12 * 1024;

const cut = ' …';

/** The message as far as it has room in a refusal: its text in JSON is of 12 kB at most. */
export const boundedMessage = (message: string): string => {
  const sized = (text: string): number => Buffer.byteLength(JSON.stringify(text));
  if (message.length <= mostMessageBytes && sized(message) <= mostMessageBytes) return message;
  let bytes = sized(cut);
  let end = 0;
  for (const character of message.slice(0, mostMessageBytes)) {
    bytes += sized(character) - 2;
    if (bytes > mostMessageBytes) break;
    end += character.length;
  }
  return `${message.slice(0, end)}${cut}`;
};
