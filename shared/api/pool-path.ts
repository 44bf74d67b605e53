import { poolIdIn } from '#shared/domain/user-pools/issuer-name.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { HttpRequest } from './json-protocol.ts';

const longestPoolId = 55;
const poolId = /^[\w-]+_[0-9a-zA-Z]+$/;

/** What a path names: a pool by one of its issuers, or the host of a request to the root of a domain. */
export type NamedInPath = { readonly poolId: string; readonly issuerName: string } | { readonly host: string };

/**
 * What a path to a public document of a pool names. That is a pool in `/<issuer>/.well-known/…`, and in
 * `/.well-known/…/<issuer>`, the form of RFC 8414 section 3.1: `<issuer>` is the last segment of one of its issuers. In
 * `/domains/<host>/.well-known/…` it is the host to whose root the request was sent: the edge puts it there. Throws
 * ResourceNotFoundException.
 */
export const namedInPath = ({ path }: HttpRequest): NamedInPath => {
  const [, first = '', second = '', third = ''] = path.split('/', 4);
  if (first === 'domains') return { host: second };
  const issuerName = first === '.well-known' ? third : first;
  const id = poolIdIn(issuerName);
  if (id.length <= longestPoolId && poolId.test(id)) return { poolId: id, issuerName };
  throw new CognitoException('ResourceNotFoundException', `User pool ${id.slice(0, longestPoolId)} does not exist.`);
};
