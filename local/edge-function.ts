import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { root } from './root.ts';

type EdgeFunction = (event: object) => unknown;

const isFunction = (value: unknown): value is EdgeFunction => typeof value === 'function';

/** The code of one of functions/edge. */
export const edgeSource = (name: string): string => readFileSync(`${root}functions/edge/${name}.js`, 'utf8');

/**
 * A function of CloudFront, from its code. On AWS it may import `cloudfront`; here, the edge itself sets the origin. Throws
 * where the code has no handler.
 */
export const loadEdgeFunction = (source: string): EdgeFunction => {
  const body = source.replace("import cf from 'cloudfront';", '');
  const handler: unknown = runInNewContext(`${body}\nhandler;`, { cf: { updateRequestOrigin: () => undefined } });
  if (!isFunction(handler)) throw new Error('The edge function has no handler.');
  return handler;
};
