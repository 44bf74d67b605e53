import type { HttpRequest } from './http-request.ts';

/** The pool that a path such as `/<poolId>/.well-known/jwks.json` begins with, as it is written there. */
export const poolIdOf = ({ path }: HttpRequest): string => path.split('/')[1] ?? '';
