import type { ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';
import { assertNotLockedOut } from './attempts.ts';
import type { Identified } from './identification.ts';
import { type AskedWith, provePassword } from './password-proof.ts';
import { choicesOf, type Progress } from './progress.ts';

/** Goes to the challenge that was chosen, if the user can be asked it; otherwise back to the choice. */
export const choose = async (
  identified: Identified,
  trail: Trail,
  chosen: string | undefined,
  asked: AskedWith = {},
): Promise<Progress> => {
  const { app, parameters, record } = identified;
  const wanted = choicesOf({ ...identified, trail, writes: [] }).find((one) => one === chosen);
  // A password, or the beginning of its proof, may come together with the choice.
  if (wanted === 'PASSWORD' && parameters.PASSWORD) {
    assertNotLockedOut(app, record);
    const { clientMetadata } = identified;
    const proved = await provePassword(identified, trail, parameters.PASSWORD, { clientMetadata, ...asked });
    const { record: owner, writes, details } = proved;
    return { ...identified, record: owner, trail: withProof(trail, 'PASSWORD', undefined, details), writes };
  }
  const next: ChallengeName | undefined = wanted === 'PASSWORD_SRP' && parameters.SRP_A ? 'PASSWORD_VERIFIER' : wanted;
  return { ...identified, trail, writes: [], ...(next && { wanted: next }) };
};
