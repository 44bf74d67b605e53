import { isDeviceKey } from '../devices/device.ts';
import type { Answered, SignInFlow } from './next-step.ts';

/** How far a sign-in has come. The Session carries it from step to step. */
export interface Trail {
  /** Identifies the sign-in from its beginning. Its tokens are made under this id, and only once. */
  readonly signInId: string;
  readonly flow: SignInFlow;
  /** Every right answer so far, in order. */
  readonly proved: readonly Answered[];
  /** The device that the client named. */
  readonly deviceKey?: string;
}

/**
 * The device key that a client names, as a trail carries it. Of an invalid key, only the fact that there was one is
 * kept. Nothing is told about it before something was proved. And the length of a Session would tell about its user, if
 * clients could fill it up.
 */
export const namedDevice = (named: string | undefined): Pick<Trail, 'deviceKey'> =>
  named ? { deviceKey: isDeviceKey(named) ? named : 'none' } : {};

/**
 * The trail with one more right answer. A device that the answer names replaces the one named before, unless that one
 * has proved itself: otherwise another device could pass for it.
 */
export const withProof = (
  { signInId, flow, proved, deviceKey: before }: Trail,
  answered: Answered,
  named?: string,
): Trail => {
  const { deviceKey = before } = proved.includes('DEVICE_PASSWORD_VERIFIER') ? {} : namedDevice(named);
  return { signInId, flow, proved: [...proved, answered], ...(deviceKey && { deviceKey }) };
};
