import { requiredParameter, requiredUsername } from '#shared/domain/sign-in/parameters.ts';
import { assertNotLockedOut } from '../attempts.ts';
import { admit, identify, trailOf } from '../identification.ts';
import type { Progress } from '../progress.ts';
import type { FlowRequest } from '../sign-in.ts';

/** USER_SRP_AUTH: proves the password without sending it. */
export const startUserSrp = async (request: FlowRequest): Promise<Progress> => {
  requiredUsername(request.parameters);
  requiredParameter(request.parameters, 'SRP_A');
  const identified = await identify(request);
  // Before any trigger, so that a locked-out name gets the same answer whether anybody has it or not.
  assertNotLockedOut(identified.app, identified.record);
  await admit(identified, request);
  return { ...identified, trail: trailOf('USER_SRP_AUTH', request), writes: [] };
};
