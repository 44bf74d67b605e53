import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { resume } from '../identification.ts';
import { known, usableFactors } from '../progress.ts';
import type { Challenge } from '../sign-in.ts';

export const selectMfaType: Challenge = {
  /** SELECT_MFA_TYPE: the user's second factors, none of which is preferred. */
  ask: async (progress) => ({
    parameters: { MFAS_CAN_CHOOSE: JSON.stringify(usableFactors(known(progress))) },
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
    const wanted = usableFactors(known(progress)).find((factor) => factor === chosen);
    if (!wanted) throw new CognitoException('InvalidParameterException', 'Selected MFA type is not available.');
    return { ...progress, wanted };
  },
};
