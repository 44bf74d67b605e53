import { findJson } from '#shared/domain/imports/json.ts';

// No user's data are longer, so a file in which they seem to be is not a file of users.
const longest = 4 * 1024 * 1024;

/** A file that does not have the expected form. */
export class MisshapenFile extends Error {
  override readonly name = 'MisshapenFile';
}

const textOf = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new MisshapenFile('The file is not UTF-8.');
    }
  };
  for await (const chunk of chunks) yield decoded(chunk);
  yield decoded();
};

/** Where the wanted objects are. */
export interface Holding {
  /** The name of the array that has them, where they are not themselves what the file has. */
  readonly within?: string | undefined;
  /** The name of a text by which the objects that hold such an array tell themselves apart. */
  readonly label?: string;
}

/** A wanted object as text, or a label, and which of the file's own objects has it, counted from 0. */
export type JsonPart = { readonly holder: number } & ({ readonly text: string } | { readonly label: string });

// No name or label that matters is longer.
const longestName = 1024;

/**
 * The objects of a file, each as text, with only one of them in memory at a time. They are those of an array, or one
 * after another as in JSON Lines. With `within`, they are those of the arrays of that name, where the file is one object
 * or an array of objects that have it. Throws MisshapenFile.
 */
export async function* jsonParts(
  chunks: AsyncIterable<Uint8Array>,
  { within, label }: Holding = {},
): AsyncGenerator<JsonPart> {
  // No library: parsers of streamed JSON stop at the first error, but one user that is not JSON must not stop the rest.
  let depth = 0;
  // The depth of the braces of the file's own objects: 1 within an array.
  let outer = 0;
  let holder = -1;
  // The depth of the wanted objects' braces; undefined outside of them.
  let wanted: number | undefined;
  let isFound = false;
  let isInText = false;
  let isEscaped = false;
  // In the file's own objects: the latest text, the name before the latest colon, and whether a value comes next.
  let latest = '';
  let name = '';
  let isValue = false;
  let parts: string[] = [];
  let length = 0;
  let start = -1;

  const drop = (): void => {
    parts = [];
    length = 0;
    start = -1;
  };
  const opened = (isArray: boolean): void => {
    if (depth === 0) {
      outer = isArray ? 1 : 0;
      if (isArray || within === undefined) wanted = outer;
    } else if (depth === outer + 1 && isArray && isValue && name === within) {
      // The file's own object holds the wanted ones, and is none of them.
      drop();
      wanted = outer + 2;
    }
    if (depth === outer && !isArray) {
      holder++;
      [latest, name, isValue] = ['', '', false];
    }
    if (wanted !== undefined) isFound = true;
  };
  const closed = (): void => {
    if (within === undefined) return;
    if (wanted === outer + 2 && depth === outer + 1) wanted = undefined;
    else if (depth === outer) [wanted, isValue] = [outer === 1 ? outer : undefined, false];
  };

  for await (const text of textOf(chunks)) {
    start = length > 0 ? 0 : -1;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      const isDirect = within !== undefined && depth === outer + 1;
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (character === '\\') isEscaped = true;
        else if (character === '"') isInText = false;
        if (isDirect && isInText && latest.length < longestName) latest += character;
        if (isDirect && !isInText && isValue && name === label) {
          isFound = true;
          if (wanted === outer) {
            drop();
            wanted = undefined;
          }
          yield { holder, label: String(findJson(`"${latest}"`) ?? latest) };
        }
        continue;
      }
      if (character === '"') {
        isInText = true;
        if (isDirect) latest = '';
      } else if (character === ':' && isDirect) {
        [name, isValue] = [latest, true];
      } else if (character === ',' && isDirect) {
        isValue = false;
      } else if (character === '{' || character === '[') {
        opened(character === '[');
        if (character === '{' && depth === wanted) start = at;
        depth++;
      } else if (character === '}' || character === ']') {
        depth--;
        if (depth < 0) throw new MisshapenFile('The file closes more than it opens.');
        if (character === '}' && depth === wanted) {
          yield { holder, text: parts.join('') + text.slice(start, at + 1) };
          drop();
        } else {
          closed();
        }
      }
    }
    if (start >= 0) {
      parts.push(text.slice(start));
      length += text.length - start;
      if (length > longest) throw new MisshapenFile('One of the users is longer than four megabytes.');
    }
  }
  if (depth !== 0 || isInText) throw new MisshapenFile('The file ends in the middle.');
  if (!isFound)
    throw new MisshapenFile(within === undefined ? 'The file has no users.' : `The file has no "${within}".`);
}

/** The objects of `jsonParts`, wherever they are. */
export async function* jsonElements(chunks: AsyncIterable<Uint8Array>, within?: string): AsyncGenerator<string> {
  for await (const part of jsonParts(chunks, { within })) if ('text' in part) yield part.text;
}
