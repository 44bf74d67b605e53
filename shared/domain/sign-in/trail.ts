import { isDeviceKey } from '../devices/device.ts';
import type { Answered, SignInFlow } from './next-step.ts';

/** How far a sign-in has come: what its Session carries from step to step. */
export interface Trail {
  /** Identifies the sign-in from its beginning: the tokens that it ends in are made under it, once. */
  readonly signInId: string;
  readonly flow: SignInFlow;
  /** Every right answer so far, in turn. */
  readonly proved: readonly Answered[];
  /** The device that the client said it is on. */
  readonly deviceKey?: string;
}

/**
 * The device key that a client names, as a trail carries it. Of what is no key only that is kept: nothing is told of it
 * before something was proved, and how long a Session is would tell of its user, if clients could fill it up.
 */
export const namedDevice = (named: string | undefined): Pick<Trail, 'deviceKey'> =>
  named ? { deviceKey: isDeviceKey(named) ? named : 'none' } : {};

/**
 * The trail with one more right answer. A device that the answer names takes the place of the one named before, unless
 * that one has proved itself: another would pass for it.
 */
export const withProof = (
  { signInId, flow, proved, deviceKey: before }: Trail,
  answered: Answered,
  named?: string,
): Trail => {
  const { deviceKey = before } = proved.includes('DEVICE_PASSWORD_VERIFIER') ? {} : namedDevice(named);
  return { signInId, flow, proved: [...proved, answered], ...(deviceKey && { deviceKey }) };
};
