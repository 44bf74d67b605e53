import type { Answered, ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { assertNotLockedOut } from '../attempts.ts';
import { resume } from '../identification.ts';
import { provePassword } from '../password-proof.ts';
import type { Challenge } from '../sign-in.ts';

type PasswordChallenge = Extract<ChallengeName & Answered, 'PASSWORD' | 'ADMIN_NO_SRP_AUTH'>;

// The client already has the user's name.
const askNothing: Challenge['ask'] = async () => ({ parameters: {} });

const inClear = (challenge: PasswordChallenge): Challenge => ({
  ask: askNothing,

  /** The password in clear. */
  answer: async (request) => {
    const password = requiredParameter(request.parameters, 'PASSWORD');
    const { identified, session } = await resume(request, challenge);
    assertNotLockedOut(identified.app, identified.record);
    const { clientMetadata } = request;
    const { record, writes, details } = await provePassword(identified, session, password, { clientMetadata });
    const trail = withProof(session, challenge, request.parameters.DEVICE_KEY, details);
    return { ...identified, record, trail, writes };
  },
});

export const password = inClear('PASSWORD');
export const adminPassword = inClear('ADMIN_NO_SRP_AUTH');

export const passwordSrp: Challenge = {
  ask: askNothing,

  /** The beginning of an SRP exchange. */
  answer: async (request) => {
    requiredParameter(request.parameters, 'SRP_A');
    const { identified, session } = await resume(request, 'PASSWORD_SRP');
    assertNotLockedOut(identified.app, identified.record);
    const trail = withProof(session, 'PASSWORD_SRP', request.parameters.DEVICE_KEY);
    return { ...identified, trail, writes: [] };
  },
};
