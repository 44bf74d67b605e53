import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type Arrival, trailOf } from '../arrival.ts';
import type { Attempts } from '../attempts.ts';
import type { GoOn, StartFlow } from '../sign-in.ts';

interface Deps {
  readonly arrival: Arrival;
  readonly attempts: Attempts;
  readonly goOn: GoOn;
}

/** USER_SRP_AUTH: the password proves itself without being sent. */
export const userSrpFlow =
  ({ arrival, attempts, goOn }: Deps): StartFlow =>
  async (request) => {
    requiredParameter(request.parameters, 'USERNAME');
    requiredParameter(request.parameters, 'SRP_A');
    const arrived = await arrival.find(request);
    // Before any trigger, so that a name that is locked out gets one answer, whether anybody has it or not.
    attempts.assertNotLockedOut(arrived.app, arrived.record);
    await arrival.admit(arrived, request);
    return goOn({ ...arrived, trail: trailOf('USER_SRP_AUTH', request), writes: [] });
  };
