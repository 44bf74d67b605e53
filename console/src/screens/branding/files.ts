/** Reads a file that somebody chose, as base64. */
export const base64Of = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  // In pieces: a call takes only so many arguments.
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
};

/** The extension of a file by the names of the API; undefined for a file of another kind. */
export const extensionOf = ({ name }: Pick<File, 'name'>): string | undefined => {
  const ending = name.split('.').at(-1)?.toUpperCase() ?? '';
  const extension = ending === 'JPG' ? 'JPEG' : ending;
  return ['ICO', 'JPEG', 'PNG', 'SVG', 'WEBP'].includes(extension) ? extension : undefined;
};
