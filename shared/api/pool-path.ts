import { CognitoException } from '#shared/errors/exception.ts';
import type { HttpRequest } from './json-protocol.ts';

const longestPoolId = 55;
const poolId = /^[\w-]+_[0-9a-zA-Z]+$/;

/** The pool that a path such as `/<poolId>/.well-known/jwks.json` begins with. Throws ResourceNotFoundException. */
export const poolIdInPath = ({ path }: HttpRequest): string => {
  const [, id = ''] = path.split('/', 2);
  if (id.length <= longestPoolId && poolId.test(id)) return id;
  throw new CognitoException('ResourceNotFoundException', `User pool ${id.slice(0, longestPoolId)} does not exist.`);
};
