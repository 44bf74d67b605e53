import type { FunctionEntry } from './framework.ts';

/** The source file of a function's `handler`: for `functions/x/Y.handler` it is `functions/x/Y.ts`. */
export const sourceOf = ({ handler }: FunctionEntry): string => `${handler.slice(0, handler.lastIndexOf('.'))}.ts`;

/** Every source file with a handler, once. */
export const sourcesOf = (functions: Readonly<Record<string, FunctionEntry>>): string[] => [
  ...new Set(Object.values(functions).map(sourceOf)),
];
