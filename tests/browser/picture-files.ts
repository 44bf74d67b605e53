import { readdirSync, readFileSync } from 'node:fs';

/** The pictures in a folder of the documentation, sorted. */
export const picturesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .sort();

/** The pictures of a folder below `docs/` that documents show, sorted. Each has words for those who do not see it. */
export const picturesShown = (folder: string, documents: readonly string[]): readonly string[] => {
  const text = documents.map((document) => readFileSync(document, 'utf8')).join('\n');
  const start = `${folder.replace('docs/', '')}/`;
  return [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)]
    .flatMap(([, path = '']) => (path.startsWith(start) ? [path.slice(start.length)] : []))
    .sort();
};
