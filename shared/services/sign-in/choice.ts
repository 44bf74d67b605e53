import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { further, type Trail } from '#shared/domain/sign-in/trail.ts';
import type { Arrived } from './arrival.ts';
import type { Attempts } from './attempts.ts';
import type { ProvePassword } from './password-proof.ts';
import { choicesOf } from './progress.ts';
import type { GoOn, SignInAnswer } from './sign-in.ts';

/** Goes on with the challenge that was chosen, if the user can be asked it; with the choice itself if not. */
export type Choose = (arrived: Arrived, trail: Trail, chosen: string | undefined) => Promise<SignInAnswer>;

interface Deps {
  readonly attempts: Attempts;
  readonly goOn: GoOn;
  readonly provePassword: ProvePassword;
}

export const createChoose =
  ({ attempts, goOn, provePassword }: Deps): Choose =>
  async (arrived, trail, chosen) => {
    const { app, parameters, record } = arrived;
    const wanted = choicesOf({ ...arrived, trail, writes: [] }).find((one) => one === chosen);
    // A password, or the beginning of its proof, may come together with the choice.
    if (wanted === 'PASSWORD' && parameters.PASSWORD) {
      attempts.assertNotLockedOut(app, record);
      const writes = await provePassword(app, record, parameters.PASSWORD);
      return goOn({ ...arrived, trail: further(trail, 'PASSWORD'), writes });
    }
    const asked: ChallengeName | undefined =
      wanted === 'PASSWORD_SRP' && parameters.SRP_A ? 'PASSWORD_VERIFIER' : wanted;
    return goOn({ ...arrived, trail, writes: [], ...(asked && { wanted: asked }) });
  };
