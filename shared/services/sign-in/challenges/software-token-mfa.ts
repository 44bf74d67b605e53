import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { SoftwareTokenRepository } from '#shared/data/users/software-token-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { UserRecord } from '../../users/users.ts';
import { type Attempts, unknownUser } from '../attempts.ts';
import type { Identification } from '../identification.ts';
import type { ProveRecoveryCode } from '../recovery-code-proof.ts';
import type { AnswerChallenge, GoOn } from '../sign-in.ts';
import { noTokenText } from './ask-software-token-mfa.ts';

interface Deps {
  readonly identification: Identification;
  readonly attempts: Attempts;
  readonly goOn: GoOn;
  readonly proveRecoveryCode: ProveRecoveryCode;
  readonly sealing: Sealing;
  readonly softwareTokenRepository: SoftwareTokenRepository;
}

const wrongCode = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid code received for user');

const usedCode = (): CognitoException =>
  new CognitoException('ExpiredCodeException', 'Your software token has already been used once.');

/** A code of the user's authenticator app: good within a step of thirty seconds either way, and once. */
export const softwareTokenMfaChallenge = ({
  identification,
  attempts,
  goOn,
  proveRecoveryCode,
  sealing,
  softwareTokenRepository,
}: Deps): AnswerChallenge => {
  const takeCode = async (
    app: ClientRecord,
    record: UserRecord,
    { signInId }: Trail,
    given: string,
  ): Promise<readonly Write[]> => {
    const { pool } = app;
    const { userKey, softwareToken } = record;
    if (!softwareToken) throw new CognitoException('SoftwareTokenMFANotFoundException', noTokenText);
    const seed = (await sealing.general(pool)).open('software token', softwareToken.seed);
    if (!seed) throw new Error('The seed of a software token does not open.');
    // Loaded when somebody brings such a code: few sign-ins do.
    const { findStep } = await import('#shared/domain/totp/totp.ts');
    const step = findStep(seed, given, now());
    if (step === undefined) throw await attempts.codeFailed(app, record, wrongCode());
    // What a sign-in took it may bring again, when the answer was lost: it leads to tokens once.
    const { lastStep, lastSignInId } = softwareToken;
    if (step < lastStep || (step === lastStep && lastSignInId !== signInId)) throw usedCode();
    return [
      softwareTokenRepository.takeStep(pool.id, userKey, softwareToken, { step, signInId }, usedCode),
      attempts.codeSucceeded(app, record),
    ];
  };

  return (request) =>
    retryOnConflict(async () => {
      const { app, parameters } = request;
      const given = requiredParameter(parameters, 'SOFTWARE_TOKEN_MFA_CODE');
      const { identified, session } = await identification.resume(request, 'SOFTWARE_TOKEN_MFA');
      const { record } = identified;
      if (!record.user) throw unknownUser(app);
      attempts.assertNotLockedOut(app, record, 'code');
      const writes =
        (await proveRecoveryCode(app, record, session, given, wrongCode)) ??
        (await takeCode(app, record, session, given));
      return goOn({ ...identified, trail: withProof(session, 'SOFTWARE_TOKEN_MFA', parameters.DEVICE_KEY), writes });
    });
};
