const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

/** True where the name fits the pattern, compared as IAM compares resources: `*` is any text, `?` any character. */
export const isLike = (pattern: string, name: string): boolean =>
  new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(name);
