import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One import statement: where it is, and the file of ours or the package that it names. */
export interface Import {
  readonly from: string;
  readonly line: number;
  readonly to: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}

/** The path of the file that a specifier names, from the top of the project; undefined for packages and built-ins. */
export const findOurFile = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  return /^#(shared|local|tests)\//.test(specifier) ? specifier.slice(1) : undefined;
};

/**
 * Every import of one module, with re-exports, dynamic imports and `import type`. Throws where the module does not
 * parse.
 */
export const importsOf = (from: string, source: string): readonly Import[] => {
  const { module, errors } = parseSync(from, source);
  if (errors[0]) throw new Error(`${from} does not parse: ${errors[0].message}`);
  const toImport = (specifier: string, start: number, typeOnly: boolean): Import => {
    const file = findOurFile(from, specifier);
    const line = source.slice(0, start).split('\n').length;
    return { from, line, to: file ?? specifier, ours: file !== undefined, typeOnly };
  };
  const onlyTypes = (entries: readonly { readonly isType: boolean }[]): boolean =>
    entries.length > 0 && entries.every((entry) => entry.isType);
  return [
    ...module.staticImports.map(({ moduleRequest, start, entries }) =>
      toImport(moduleRequest.value, start, onlyTypes(entries)),
    ),
    ...module.staticExports.flatMap(({ start, entries }) => {
      const request = entries[0]?.moduleRequest;
      return request ? [toImport(request.value, start, onlyTypes(entries))] : [];
    }),
    ...module.dynamicImports.flatMap(({ moduleRequest, start }) => {
      const literal = /^(['"`])(.*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
      return literal?.[2] ? [toImport(literal[2], start, false)] : [];
    }),
  ];
};

/** The modules of the project, by path from its top. */
export const readModules = (root: string): ReadonlyMap<string, string> =>
  new Map(
    globSync('{functions,shared,local,tests,console}/**/*.{ts,tsx,js}', { cwd: root, exclude: ['console/dist/**'] })
      .map((path) => path.replaceAll('\\', '/'))
      .sort()
      .map((path) => [path, readFileSync(posix.join(root, path), 'utf8')]),
  );
