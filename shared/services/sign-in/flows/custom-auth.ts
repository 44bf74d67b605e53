import { requiredParameter, requiredUsername } from '#shared/domain/sign-in/parameters.ts';
import { admit, identify, trailOf } from '../identification.ts';
import type { Progress } from '../progress.ts';
import type { FlowRequest } from '../sign-in.ts';

/**
 * CUSTOM_AUTH: the pool's own functions say what has to be proved. With CHALLENGE_NAME SRP_A the client offers to prove
 * the password first.
 */
export const startCustomAuth = async (request: FlowRequest): Promise<Progress> => {
  const { parameters } = request;
  requiredUsername(parameters);
  if (parameters.CHALLENGE_NAME === 'SRP_A') requiredParameter(parameters, 'SRP_A');
  const identified = await identify(request);
  await admit(identified, request);
  return { ...identified, trail: trailOf('CUSTOM_AUTH', request), writes: [] };
};
