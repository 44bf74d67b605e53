import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type Arrival, trailOf } from '../arrival.ts';
import type { GoOn, StartFlow } from '../sign-in.ts';

interface Deps {
  readonly arrival: Arrival;
  readonly goOn: GoOn;
}

/**
 * CUSTOM_AUTH: the pool's own functions say what is to be proved. With CHALLENGE_NAME SRP_A the client offers to prove
 * the password first.
 */
export const customAuthFlow =
  ({ arrival, goOn }: Deps): StartFlow =>
  async (request) => {
    const { parameters } = request;
    requiredParameter(parameters, 'USERNAME');
    if (parameters.CHALLENGE_NAME === 'SRP_A') requiredParameter(parameters, 'SRP_A');
    const arrived = await arrival.find(request);
    await arrival.admit(arrived, request);
    return goOn({ ...arrived, trail: trailOf('CUSTOM_AUTH', request), writes: [] });
  };
