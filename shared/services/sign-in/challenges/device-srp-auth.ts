import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';
import { noDevice } from '../../devices/devices.ts';
import { keepAskedDevice, resumeOnDevice } from '../asked-devices.ts';
import { type Identified, resume } from '../identification.ts';
import { known } from '../progress.ts';
import type { Challenge, ChallengeRequest } from '../sign-in.ts';

interface Asked {
  readonly identified: Identified;
  readonly trail: Trail;
}

const asking = async (request: ChallengeRequest, deviceKey: string): Promise<Asked> => {
  if (request.session === undefined) return resumeOnDevice(request, deviceKey);
  const { identified, session } = await resume(request, 'DEVICE_SRP_AUTH');
  if (session.deviceKey !== deviceKey) throw noDevice();
  return { identified, trail: session };
};

export const deviceSrpAuth: Challenge = {
  /** DEVICE_SRP_AUTH: asks the device that the client named to prove itself. */
  ask: async (progress) => ({ parameters: {}, writes: keepAskedDevice(known(progress)) }),

  /**
   * The device's side of an SRP exchange about its own secret. Clients in Python send no Session here. After a password
   * they need none.
   */
  answer: async (request) => {
    requiredParameter(request.parameters, 'SRP_A');
    const deviceKey = requiredParameter(request.parameters, 'DEVICE_KEY');
    const { identified, trail } = await asking(request, deviceKey);
    return { ...identified, trail: withProof(trail, 'DEVICE_SRP_AUTH'), writes: [] };
  },
};
