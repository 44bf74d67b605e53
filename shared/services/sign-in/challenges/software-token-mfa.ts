import { now } from '#shared/config/clock.ts';
import { softwareTokenRepository } from '#shared/data/users/software-token-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { openSeed } from '../../totp/seeds.ts';
import type { UserRecord } from '../../users/users.ts';
import { assertNotLockedOut, codeFailed, codeSucceeded, unknownUser } from '../attempts.ts';
import { type Identified, resume } from '../identification.ts';
import { noteFailure } from '../password-proof.ts';
import { known } from '../progress.ts';
import { proveRecoveryCode } from '../recovery-code-proof.ts';
import type { AnswerTools, Challenge } from '../sign-in.ts';

const noTokenText = 'Software Token MFA does not exist for the user.';

const wrongCode = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid code received for user');

const usedCode = (): CognitoException =>
  new CognitoException('ExpiredCodeException', 'Your software token has already been used once.');

const takeCode = async (
  { app, origin, side }: Pick<Identified, 'app' | 'origin' | 'side'>,
  record: UserRecord,
  trail: Trail,
  given: string,
  { findStep }: Awaited<ReturnType<AnswerTools['totp']>>,
): Promise<readonly Write[]> => {
  const { pool } = app;
  const { signInId } = trail;
  const { userKey, softwareToken } = record;
  if (!softwareToken) throw new CognitoException('SoftwareTokenMFANotFoundException', noTokenText);
  const seed = await openSeed(pool, softwareToken);
  const step = findStep(seed, given, now());
  if (step === undefined) {
    await noteFailure({ app, record, origin, side }, trail, 'Mfa');
    throw await codeFailed(app, record, wrongCode());
  }
  // The sign-in that used a code may bring it again after a lost answer. It leads to tokens only once.
  const { lastStep, lastSignInId } = softwareToken;
  if (step < lastStep || (step === lastStep && lastSignInId !== signInId)) throw usedCode();
  return [
    softwareTokenRepository().takeStep(pool.id, userKey, softwareToken, { step, signInId }, usedCode),
    codeSucceeded(app, record),
  ];
};

export const softwareTokenMfa: Challenge = {
  isRepeatable: true,

  /** SOFTWARE_TOKEN_MFA: the user's name for the app. Throws InvalidParameterException where there is no app. */
  ask: async (progress) => {
    const { softwareToken } = known(progress).record;
    // Only a custom sign-in can ask for a missing app, and its first request has no other exception.
    if (!softwareToken) throw new CognitoException('InvalidParameterException', noTokenText);
    const { friendlyName } = softwareToken;
    return { parameters: friendlyName === undefined ? {} : { FRIENDLY_DEVICE_NAME: friendlyName } };
  },

  /** A code of the user's authenticator app. It is accepted once, and within one step of thirty seconds either way. */
  answer: async (request, tools) => {
    const { app, parameters } = request;
    const given = requiredParameter(parameters, 'SOFTWARE_TOKEN_MFA_CODE');
    const { identified, session } = await resume(request, 'SOFTWARE_TOKEN_MFA');
    const { record } = identified;
    if (!record.user) throw unknownUser(app);
    assertNotLockedOut(app, record, 'code');
    const recovered = await proveRecoveryCode(app, record, session, given, wrongCode);
    const writes = recovered ?? (await takeCode(identified, record, session, given, await tools.totp()));
    const details = recovered && ({ recovered: 'SOFTWARE_TOKEN_MFA' } as const);
    return { ...identified, trail: withProof(session, 'SOFTWARE_TOKEN_MFA', parameters.DEVICE_KEY, details), writes };
  },
};
