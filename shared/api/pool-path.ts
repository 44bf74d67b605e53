import { CognitoException } from '#shared/errors/exception.ts';
import type { HttpRequest } from './json-protocol.ts';

const longestPoolId = 55;
const poolId = /^[\w-]+_[0-9a-zA-Z]+$/;

/** What a path names: a pool, or the host of a request to the root of a domain. */
export type NamedInPath = { readonly poolId: string } | { readonly host: string };

/**
 * What a path to a public document of a pool names. That is a pool in `/<poolId>/.well-known/…`, and in
 * `/.well-known/…/<poolId>`, the form of RFC 8414 section 3.1. In `/domains/<host>/.well-known/…` it is the host to whose
 * root the request was sent: the edge puts it there. Throws ResourceNotFoundException.
 */
export const namedInPath = ({ path }: HttpRequest): NamedInPath => {
  const [, first = '', second = '', third = ''] = path.split('/', 4);
  if (first === 'domains') return { host: second };
  const id = first === '.well-known' ? third : first;
  if (id.length <= longestPoolId && poolId.test(id)) return { poolId: id };
  throw new CognitoException('ResourceNotFoundException', `User pool ${id.slice(0, longestPoolId)} does not exist.`);
};
