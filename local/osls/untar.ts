const BLOCK = 512;

/** Files of a tar archive as npm writes them: regular entries, names under 256 bytes. */
export const untar = (archive: Buffer): Map<string, Buffer> => {
  const files = new Map<string, Buffer>();
  const text = (start: number, length: number): string =>
    archive.toString('utf8', start, start + length).replace(/\0.*$/s, '');
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const prefix = text(at + 345, 155);
    const name = text(at, 100);
    const type = text(at + 156, 1);
    const start = at + BLOCK;
    if (type === '' || type === '0')
      files.set(prefix ? `${prefix}/${name}` : name, archive.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
};
