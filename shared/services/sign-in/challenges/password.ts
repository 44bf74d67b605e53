import type { Answered, ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import type { Attempts } from '../attempts.ts';
import type { Identification } from '../identification.ts';
import type { ProvePassword } from '../password-proof.ts';
import type { AnswerChallenge, AskChallenge, GoOn } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly attempts: Attempts;
  readonly goOn: GoOn;
  readonly provePassword: ProvePassword;
}

/** PASSWORD, PASSWORD_SRP and ADMIN_NO_SRP_AUTH tell nothing: the client has the user's name already. */
export const askPassword = (): AskChallenge => async () => ({ parameters: {} });

/** PASSWORD and ADMIN_NO_SRP_AUTH: the password in clear. */
export const passwordChallenge =
  (challenge: Extract<ChallengeName & Answered, 'PASSWORD' | 'ADMIN_NO_SRP_AUTH'>) =>
  ({ identification, attempts, goOn, provePassword }: Deps): AnswerChallenge =>
  async (request) => {
    const password = requiredParameter(request.parameters, 'PASSWORD');
    const { identified, session } = await identification.resume(request, challenge);
    attempts.assertNotLockedOut(identified.app, identified.record);
    const writes = await provePassword(identified.app, identified.record, password);
    return goOn({ ...identified, trail: withProof(session, challenge, request.parameters.DEVICE_KEY), writes });
  };

/** PASSWORD_SRP: the beginning of an SRP exchange. */
export const passwordSrpChallenge =
  ({ identification, attempts, goOn }: Deps): AnswerChallenge =>
  async (request) => {
    requiredParameter(request.parameters, 'SRP_A');
    const { identified, session } = await identification.resume(request, 'PASSWORD_SRP');
    attempts.assertNotLockedOut(identified.app, identified.record);
    return goOn({
      ...identified,
      trail: withProof(session, 'PASSWORD_SRP', request.parameters.DEVICE_KEY),
      writes: [],
    });
  };
