import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';
import type { Attempts } from './attempts.ts';
import type { Identified } from './identification.ts';
import type { ProvePassword } from './password-proof.ts';
import { choicesOf } from './progress.ts';
import type { GoOn, SignInAnswer } from './sign-in.ts';

/** Goes on with the challenge that was chosen, if the user can be asked it; with the choice itself if not. */
export type Choose = (identified: Identified, trail: Trail, chosen: string | undefined) => Promise<SignInAnswer>;

interface Deps {
  readonly attempts: Attempts;
  readonly goOn: GoOn;
  readonly provePassword: ProvePassword;
}

export const createChoose =
  ({ attempts, goOn, provePassword }: Deps): Choose =>
  async (identified, trail, chosen) => {
    const { app, parameters, record } = identified;
    const wanted = choicesOf({ ...identified, trail, writes: [] }).find((one) => one === chosen);
    // A password, or the beginning of its proof, may come together with the choice.
    if (wanted === 'PASSWORD' && parameters.PASSWORD) {
      attempts.assertNotLockedOut(app, record);
      const writes = await provePassword(app, record, parameters.PASSWORD);
      return goOn({ ...identified, trail: withProof(trail, 'PASSWORD'), writes });
    }
    const asked: ChallengeName | undefined =
      wanted === 'PASSWORD_SRP' && parameters.SRP_A ? 'PASSWORD_VERIFIER' : wanted;
    return goOn({ ...identified, trail, writes: [], ...(asked && { wanted: asked }) });
  };
