import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type Identification, trailOf } from '../identification.ts';
import type { GoOn, StartFlow } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly goOn: GoOn;
}

/**
 * CUSTOM_AUTH: the pool's own functions say what is to be proved. With CHALLENGE_NAME SRP_A the client offers to prove
 * the password first.
 */
export const customAuthFlow =
  ({ identification, goOn }: Deps): StartFlow =>
  async (request) => {
    const { parameters } = request;
    requiredParameter(parameters, 'USERNAME');
    if (parameters.CHALLENGE_NAME === 'SRP_A') requiredParameter(parameters, 'SRP_A');
    const identified = await identification.find(request);
    await identification.admit(identified, request);
    return goOn({ ...identified, trail: trailOf('CUSTOM_AUTH', request), writes: [] });
  };
