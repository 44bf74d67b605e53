/** How large a request may be. */
export interface Bounds {
  /** Bytes of the body. */
  readonly bodyBytes: number;
  /** Members of structures and maps, and items of lists, at any depth. */
  readonly members: number;
}

/** The bounds of every operation, unless its definition has larger ones and says why. */
export const usualBounds: Bounds = { bodyBytes: 256 * 1024, members: 10_000 };

/** How deep structures, maps and lists may be nested. */
export const mostDepth = 32;

/** How many violated constraints are counted before the rest of a request is left unread. */
export const mostFaults = 100;

/** How many of them are told one by one. */
export const mostToldFaults = 10;

/** What was counted in a request so far. */
export interface Tally {
  /** Members and items looked at. */
  members: number;
  /** Violated constraints found. */
  faults: number;
}

/** The counts at the beginning of a request. */
export const newTally = (): Tally => ({ members: 0, faults: 0 });

// Together with headers and the rest of the body this stays under 16 kB.
const mostMessageBytes = 12 * 1024;

const cut = ' …';

/** The message, cut where it would be too long for a refusal: as JSON text it has at most 12 kB. */
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
