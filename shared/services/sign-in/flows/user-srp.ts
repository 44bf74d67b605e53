import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import type { Attempts } from '../attempts.ts';
import { type Identification, trailOf } from '../identification.ts';
import type { GoOn, StartFlow } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly attempts: Attempts;
  readonly goOn: GoOn;
}

/** USER_SRP_AUTH: the password proves itself without being sent. */
export const userSrpFlow =
  ({ identification, attempts, goOn }: Deps): StartFlow =>
  async (request) => {
    requiredParameter(request.parameters, 'USERNAME');
    requiredParameter(request.parameters, 'SRP_A');
    const identified = await identification.find(request);
    // Before any trigger, so that a name that is locked out gets one answer, whether anybody has it or not.
    attempts.assertNotLockedOut(identified.app, identified.record);
    await identification.admit(identified, request);
    return goOn({ ...identified, trail: trailOf('USER_SRP_AUTH', request), writes: [] });
  };
