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

/**
 * The objects of a file, each as text, with only one of them in memory at a time. They are those of an array, or one
 * after another as in JSON Lines. With `within`, they are those of the array of that name where the file is one object.
 * Throws MisshapenFile.
 */
export async function* jsonElements(chunks: AsyncIterable<Uint8Array>, within?: string): AsyncGenerator<string> {
  // No library: parsers of streamed JSON stop at the first error, but one user that is not JSON must not stop the rest.
  let depth = 0;
  // The depth of the wanted objects' braces; undefined outside of them.
  let wanted: number | undefined;
  let isFound = false;
  let isInText = false;
  let isEscaped = false;
  // The latest text directly in the outermost object: the name of an array that follows.
  let name = '';
  let parts: string[] = [];
  let length = 0;
  const opened = (isArray: boolean): void => {
    if (depth === 0) {
      if (isArray) wanted = 1;
      else if (within === undefined) wanted = 0;
    } else if (depth === 1 && isArray && wanted === undefined && name === within) {
      wanted = 2;
    }
    if (wanted !== undefined) isFound = true;
  };

  for await (const text of textOf(chunks)) {
    let start = length > 0 ? 0 : -1;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (character === '\\') isEscaped = true;
        else if (character === '"') isInText = false;
        else if (depth === 1 && wanted === undefined && name.length < 64) name += character;
        continue;
      }
      if (character === '"') {
        isInText = true;
        if (depth === 1 && wanted === undefined) name = '';
      } else if (character === '{' || character === '[') {
        opened(character === '[');
        if (character === '{' && depth === wanted) start = at;
        depth++;
      } else if (character === '}' || character === ']') {
        depth--;
        if (depth < 0) throw new MisshapenFile('The file closes more than it opens.');
        if (character === '}' && depth === wanted) {
          yield parts.join('') + text.slice(start, at + 1);
          parts = [];
          length = 0;
          start = -1;
        } else if (wanted === 2 && depth === 1) {
          wanted = undefined;
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
