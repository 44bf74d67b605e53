import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { noDevice } from '../../devices/devices.ts';
import type { Identification } from '../identification.ts';
import type { AnswerChallenge, AskChallenge, GoOn } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly goOn: GoOn;
}

/** DEVICE_SRP_AUTH: the device that the client says it is on is to prove that it is. */
export const askDeviceSrpAuth = (): AskChallenge => async () => ({ parameters: {} });

/** The device's side of an SRP exchange about its own secret. */
export const deviceSrpAuthChallenge =
  ({ identification, goOn }: Deps): AnswerChallenge =>
  async (request) => {
    requiredParameter(request.parameters, 'SRP_A');
    const deviceKey = requiredParameter(request.parameters, 'DEVICE_KEY');
    const { identified, session } = await identification.resume(request, 'DEVICE_SRP_AUTH');
    if (session.deviceKey !== deviceKey) throw noDevice();
    return goOn({ ...identified, trail: withProof(session, 'DEVICE_SRP_AUTH'), writes: [] });
  };
