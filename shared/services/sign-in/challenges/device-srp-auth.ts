import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { noDevice } from '../../devices/devices.ts';
import { resume } from '../identification.ts';
import type { Challenge } from '../sign-in.ts';

export const deviceSrpAuth: Challenge = {
  /** DEVICE_SRP_AUTH: asks the device that the client named to prove itself. */
  ask: async () => ({ parameters: {} }),

  /** The device's side of an SRP exchange about its own secret. */
  answer: async (request) => {
    requiredParameter(request.parameters, 'SRP_A');
    const deviceKey = requiredParameter(request.parameters, 'DEVICE_KEY');
    const { identified, session } = await resume(request, 'DEVICE_SRP_AUTH');
    if (session.deviceKey !== deviceKey) throw noDevice();
    return { ...identified, trail: withProof(session, 'DEVICE_SRP_AUTH'), writes: [] };
  },
};
