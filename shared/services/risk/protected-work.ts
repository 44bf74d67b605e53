import { protectionMode } from '#shared/domain/user-pools/settings.ts';
import type { Noting } from './noting.ts';
import type { ProtectedRequest } from './watched-work.ts';

/**
 * Does the work. In a pool with threat protection, not for an address that the pool blocks, and with an event of it.
 * Throws NotAuthorizedException, and what the work throws.
 */
export const protectedWork = async <Result>(
  request: ProtectedRequest,
  work: (noting?: Noting) => Promise<Result>,
): Promise<Result> => {
  const mode = protectionMode(request.app.pool);
  return mode === 'OFF' ? work() : (await import('./watched-work.ts')).watched(request, mode === 'ENFORCED', work);
};
