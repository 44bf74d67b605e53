import { now } from '#shared/config/clock.ts';
import { softwareTokenRepository } from '#shared/data/users/software-token-repository.ts';
import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import type { SoftwareToken } from '#shared/domain/totp/software-token.ts';
import { assertChanges } from '#shared/domain/users/attributes.ts';
import { withFactor } from '#shared/domain/users/mfa-preference.ts';
import type { SecondFactor } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { sealing } from '../../sealing/sealing.ts';
import { userUpdate } from '../../users/user-changes.ts';
import type { ChallengeSession } from '../challenge-sessions.ts';
import { resume } from '../identification.ts';
import { assertWithoutFactor, currentProofs, type KnownProgress, known, type Progress } from '../progress.ts';
import type { Challenge } from '../sign-in.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const canSetUp = (progress: KnownProgress): readonly SecondFactor[] =>
  secondFactorsOf(progress.app.pool, currentProofs(progress)).canSetUp;

interface Address {
  readonly factor: Extract<SecondFactor, 'EMAIL_OTP' | 'SMS_MFA'>;
  readonly attributes: Readonly<Record<string, string>>;
}

const addressIn = ({ EMAIL: email, PHONE_NUMBER }: Parameters): Address | undefined => {
  if (email) return { factor: 'EMAIL_OTP', attributes: { email } };
  return PHONE_NUMBER ? { factor: 'SMS_MFA', attributes: { phone_number: PHONE_NUMBER } } : undefined;
};

// The address is the user's only in this request. The code is sent to it, and the right code stores it.
const toAddress = async (progress: KnownProgress, { factor, attributes }: Address): Promise<Progress> => {
  if (!canSetUp(progress).includes(factor)) throw invalid(`${factor} cannot be set up for the user.`);
  assertChanges(progress.app.pool, attributes, Object.keys(attributes));
  const { user } = progress;
  const after = { ...user, attributes: { ...user.attributes, ...attributes } };
  return { ...progress, user: after, wanted: factor };
};

const enrol = async (progress: KnownProgress, { carried }: ChallengeSession): Promise<Progress> => {
  const { app, record, user } = progress;
  const { pool } = app;
  const { seed, step: lastStep, friendlyName } = carried.softwareToken ?? {};
  if (seed === undefined || lastStep === undefined) throw invalid('User has not verified software token mfa');
  const softwareToken: SoftwareToken = {
    sub: user.sub,
    seed: (await sealing().general(pool)).seal('software token', Buffer.from(seed, 'base64')),
    lastStep,
    ...(friendlyName !== undefined && { friendlyName }),
  };
  const after = { ...user, mfa: withFactor(user.mfa, 'SOFTWARE_TOKEN_MFA'), updatedAt: now() };
  const writes = [
    softwareTokenRepository().create(pool.id, record.userKey, softwareToken, spentSession),
    ...(await userUpdate(pool, user, after, record.userKey)),
  ];
  return { ...progress, record: { ...record, softwareToken }, user: after, writes };
};

export const mfaSetup: Challenge = {
  isRepeatable: true,

  /** MFA_SETUP: the second factors that a user without any can set up. */
  ask: async (progress) => ({ parameters: { MFAS_CAN_SETUP: JSON.stringify(canSetUp(known(progress))) } }),

  /**
   * What the user set up: an address in EMAIL or PHONE_NUMBER, which a code has yet to verify, or the authenticator app
   * that the Session carries since VerifySoftwareToken.
   */
  answer: async (request) => {
    const { identified, session } = await resume(request, 'MFA_SETUP');
    const trail = withProof(session, 'MFA_SETUP', request.parameters.DEVICE_KEY);
    const progress = known({ ...identified, trail, writes: [] });
    assertWithoutFactor(progress);
    const address = addressIn(request.parameters);
    return address ? toAddress(progress, address) : enrol(progress, session);
  },
};
