import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { assertChanges } from '#shared/domain/users/attributes.ts';
import type { SecondFactor } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { isSameSecret } from '../../app-clients/client-secrets.ts';
import { openSeed } from '../../totp/seeds.ts';
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

// The app counts since VerifySoftwareToken. Only the Session of that very app ends the set-up, and only while the user
// has no other second factor.
const assertSetUp = async (progress: KnownProgress, { carried }: ChallengeSession): Promise<void> => {
  const { pool } = progress.app;
  const { softwareToken: stored } = progress.record;
  const { seed = '', isVerified = false } = carried.softwareToken ?? {};
  if (!isVerified) {
    assertWithoutFactor(progress);
    throw invalid('User has not verified software token mfa');
  }
  const { usable } = secondFactorsOf(pool, currentProofs(progress));
  const isOnlyFactor = usable.every((factor) => factor === 'SOFTWARE_TOKEN_MFA');
  if (!stored || !isOnlyFactor || !isSameSecret(await openSeed(pool, stored), Buffer.from(seed, 'base64'))) {
    throw spentSession();
  }
};

export const mfaSetup: Challenge = {
  isRepeatable: true,

  /** MFA_SETUP: the second factors that a user without any can set up. */
  ask: async (progress) => ({ parameters: { MFAS_CAN_SETUP: JSON.stringify(canSetUp(known(progress))) } }),

  /**
   * What the user set up: an address in EMAIL or PHONE_NUMBER, which a code has yet to verify, or the authenticator app
   * that VerifySoftwareToken stored for this Session.
   */
  answer: async (request) => {
    const { identified, session } = await resume(request, 'MFA_SETUP');
    const trail = withProof(session, 'MFA_SETUP', request.parameters.DEVICE_KEY);
    const progress = known({ ...identified, trail, writes: [] });
    const address = addressIn(request.parameters);
    if (!address) {
      await assertSetUp(progress, session);
      return progress;
    }
    assertWithoutFactor(progress);
    return toAddress(progress, address);
  },
};
