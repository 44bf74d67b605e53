import { randomBytes } from 'node:crypto';
import { isDeviceKey } from '../devices/device.ts';
import type { RiskLevel } from '../risk/assess.ts';
import type { AcrLevel } from '../user-pools/acr-names.ts';
import type { Answered, SignInFlow } from './next-step.ts';

/**
 * A new id of a sign-in or of another event, at `now` in epoch milliseconds: a UUID of version 7 (RFC 9562 section 5.7),
 * so that ids are in the order of time.
 */
export const newSignInId = (now: number): string => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x70;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** What the trail says of how something was proved. */
export interface ProofDetails {
  /** How the passkey is kept: in software or in hardware of its own (RFC 8176). */
  readonly passkey?: 'swk' | 'hwk';
  /** The challenge of a second factor that a recovery code answered instead. */
  readonly recovered?: Answered;
  /** Set where the password is known elsewhere: noted, or refused for that. */
  readonly leakedPassword?: 'noted' | 'refused';
}

/** An earlier sign-in that some of the proofs were taken over from. */
export interface Credit {
  /** When it happened, in epoch milliseconds. */
  readonly authTime: number;
  /** The id of its token family. */
  readonly familyId: string;
  /** The user's count of global sign-outs. A later count ends it. */
  readonly signOuts: number;
}

/** What threat protection found of a sign-in. Its event stands in the store since then. */
export interface TrailRisk {
  readonly level: RiskLevel;
  /** True where a second factor has to be proved for it. */
  readonly needsFactor?: true;
}

/** How far a sign-in has come. The Session carries it from step to step. */
export interface Trail extends ProofDetails {
  /** Identifies the sign-in from its beginning. Its tokens are made under this id, and only once. */
  readonly signInId: string;
  readonly flow: SignInFlow;
  /** Every right answer so far, in order. */
  readonly proved: readonly Answered[];
  /** The device that the client named. */
  readonly deviceKey?: string;
  /** The authentication levels that were asked for, the preferred one first. One of them must be reached. */
  readonly levels?: readonly AcrLevel[];
  readonly credit?: Credit;
  /** Absent before it is known, and in pools without threat protection. */
  readonly risk?: TrailRisk;
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
  { signInId, flow, proved, deviceKey: before, levels, credit, risk, passkey, recovered, leakedPassword }: Trail,
  answered: Answered,
  named?: string,
  details: ProofDetails = {},
): Trail => {
  const { deviceKey = before } = proved.includes('DEVICE_PASSWORD_VERIFIER') ? {} : namedDevice(named);
  return {
    signInId,
    flow,
    proved: [...proved, answered],
    ...(deviceKey && { deviceKey }),
    ...(levels && { levels }),
    ...(credit && { credit }),
    ...(risk && { risk }),
    ...(passkey && { passkey }),
    ...(recovered && { recovered }),
    ...(leakedPassword && { leakedPassword }),
    ...details,
  };
};
