import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { resume } from '../identification.ts';
import { currentProofs, type KnownProgress, known } from '../progress.ts';
import type { Challenge } from '../sign-in.ts';

const usable = (progress: KnownProgress) => secondFactorsOf(progress.app.pool, currentProofs(progress)).usable;

export const selectMfaType: Challenge = {
  /** SELECT_MFA_TYPE: the user's second factors, none of which is preferred. */
  ask: async (progress) => ({
    parameters: { MFAS_CAN_CHOOSE: JSON.stringify(usable(known(progress))) },
  }),

  /** The second factor that the user chose. */
  answer: async (request) => {
    const chosen = requiredParameter(request.parameters, 'ANSWER');
    const { identified, session } = await resume(request, 'SELECT_MFA_TYPE');
    const progress = {
      ...identified,
      trail: withProof(session, 'SELECT_MFA_TYPE', request.parameters.DEVICE_KEY),
      writes: [],
    };
    const wanted = usable(known(progress)).find((factor) => factor === chosen);
    if (!wanted) throw new CognitoException('InvalidParameterException', 'Selected MFA type is not available.');
    return { ...progress, wanted };
  },
};
