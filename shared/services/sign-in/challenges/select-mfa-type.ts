import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Identification } from '../identification.ts';
import { currentProofs, type KnownProgress, known } from '../progress.ts';
import type { AnswerChallenge, AskChallenge, GoOn } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly goOn: GoOn;
}

const usable = (progress: KnownProgress) => secondFactorsOf(progress.app.pool, currentProofs(progress)).usable;

/** SELECT_MFA_TYPE: the second factors that the user has, none of them preferred. */
export const askSelectMfaType = (): AskChallenge => async (progress) => ({
  parameters: { MFAS_CAN_CHOOSE: JSON.stringify(usable(known(progress))) },
});

/** The second factor that the user chose. */
export const selectMfaTypeChallenge =
  ({ identification, goOn }: Deps): AnswerChallenge =>
  async (request) => {
    const chosen = requiredParameter(request.parameters, 'ANSWER');
    const { identified, session } = await identification.resume(request, 'SELECT_MFA_TYPE');
    const progress = {
      ...identified,
      trail: withProof(session, 'SELECT_MFA_TYPE', request.parameters.DEVICE_KEY),
      writes: [],
    };
    const wanted = usable(known(progress)).find((factor) => factor === chosen);
    if (!wanted) throw new CognitoException('InvalidParameterException', 'Selected MFA type is not available.');
    return goOn({ ...progress, wanted });
  };
