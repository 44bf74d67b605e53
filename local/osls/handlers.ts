import type { FunctionEntry } from './framework.ts';

/** The source file that a function's `handler` names: `functions/x/Y.handler` is in `functions/x/Y.ts`. */
export const sourceOf = ({ handler }: FunctionEntry): string => `${handler.slice(0, handler.lastIndexOf('.'))}.ts`;

/** Every source file that holds a handler, once. */
export const sourcesOf = (functions: Readonly<Record<string, FunctionEntry>>): string[] => [
  ...new Set(Object.values(functions).map(sourceOf)),
];
