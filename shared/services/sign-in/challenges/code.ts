import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { challengeLifetime, hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { mayProveFirst } from '#shared/domain/sign-in/factors.ts';
import { type ChallengeName, hasFactor } from '#shared/domain/sign-in/next-step.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { type Trail, withProof } from '#shared/domain/sign-in/trail.ts';
import { type ContactAttribute, codeSettings } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isVerified, verifiedAttribute } from '#shared/domain/users/attributes.ts';
import { withFactor } from '#shared/domain/users/mfa-preference.ts';
import type { SecondFactor, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { countTry, randomDigits } from '../../codes/codes.ts';
import { maskedDelivery, messages } from '../../messages/create-messages.ts';
import { decoyDestination } from '../../messages/decoy-destination.ts';
import { messageLimits, type Permit } from '../../messages/message-limits.ts';
import type { CodeDelivery } from '../../messages/messages.ts';
import { toRoleFailure } from '../../messages/undelivered.ts';
import { sealing } from '../../sealing/sealing.ts';
import { messageTiming } from '../../timing/message-timing.ts';
import { proofsOf } from '../../users/proofs.ts';
import { userUpdate } from '../../users/user-changes.ts';
import { assertNotLockedOut, codeFailed, codeSucceeded } from '../attempts.ts';
import type { SentCode } from '../challenge-sessions.ts';
import { findFirstProof } from '../first-proof.ts';
import { resume } from '../identification.ts';
import { noteFailure } from '../password-proof.ts';
import { assertWithoutFactor, known, type Progress } from '../progress.ts';
import { proveRecoveryCode } from '../recovery-code-proof.ts';
import type { Asked, Challenge, ChallengeRequest } from '../sign-in.ts';

/** The challenges that are answered by a code from a message. */
type CodeChallenge = Extract<ChallengeName, 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP'>;

/** Where a code is sent, or seems to be sent. */
interface Recipient {
  /** As the client sees it, masked. */
  readonly destination: string;
  /** Where a message would reach somebody, whether one is sent or not. */
  readonly reached: string | undefined;
  /** False where it is only pretended. */
  readonly isMeant: boolean;
}

const digits: Readonly<Record<CodeChallenge, number>> = { SMS_MFA: 6, EMAIL_OTP: 8, SMS_OTP: 6 };

const attributeOf = (challenge: CodeChallenge): ContactAttribute =>
  challenge === 'EMAIL_OTP' ? 'email' : 'phone_number';

const digestBytes = 32;

// The code belongs to one sign-in and one address. For another, even the same digits are wrong.
const digestOf = async (
  pool: UserPool,
  { signInId }: Trail,
  sent: { readonly destination: string; readonly code: string },
): Promise<Buffer> =>
  createHmac('sha256', (await sealing().general(pool)).key('codes'))
    .update(JSON.stringify(['sign-in', signInId, sent.destination, sent.code]))
    .digest();

// The operations of sign-in have no LimitExceededException.
const tooMany = (error: unknown): never => {
  if (!(error instanceof CognitoException) || error.name !== 'LimitExceededException') throw error;
  throw new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause: error });
};

const toParameters = ({ DeliveryMedium, Destination }: CodeDelivery) => ({
  CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
  CODE_DELIVERY_DESTINATION: Destination,
});

const recipientOf = async (
  attribute: ContactAttribute,
  { app: { pool }, record, user = record.user }: Progress,
): Promise<Recipient> => {
  const own = user?.attributes[attribute];
  if (own !== undefined) return { destination: own, reached: own, isMeant: true };
  const secret = (await sealing().general(pool)).key('decoys');
  const { destination, isTyped } = decoyDestination(secret, record.userKey, [attribute]);
  return { destination, reached: isTyped ? destination : undefined, isMeant: false };
};

const admitMessage = async (
  attribute: ContactAttribute,
  progress: Progress,
  { destination, reached, isMeant }: Recipient,
) => {
  const { app, record, trail } = progress;
  const { pool, client } = app;
  const { userKey } = record;
  await countTry(pool, userKey, 'SendAuthenticationCode');
  // Who has proved something knows that the user exists, and may hear why no message comes.
  if (isMeant && (hasFactor(trail) || !hidesUserExistence(client))) {
    return messageLimits().admit({ pool, to: [{ attribute, destination }] });
  }
  return messageLimits().admitUnseen({ pool, userKey, attribute, destination: reached, isMeant });
};

// No longer than the Session of the challenge.
const sentCodeLifetime = ({ pool, client }: Progress['app']): number =>
  Math.min(codeSettings(pool, 'authentication').lifetimeMs, challengeLifetime(client) * 1000);

const send = async (
  progress: Progress,
  { attribute, destination }: { readonly attribute: ContactAttribute; readonly destination: string },
  secret: string,
  permit: Permit,
): Promise<void> => {
  const { app, clientMetadata, user } = known(progress);
  const { pool, client } = app;
  const order = { pool, clientId: client.id, clientMetadata, source: 'CustomMessage_Authentication' } as const;
  const validMs = sentCodeLifetime(app);
  const message = { ...order, user, attribute, destination, secret, validMs, permit };
  await messageTiming()
    .measure(pool.id, () => messages().send(message))
    .catch((error: unknown) => {
      throw toRoleFailure(attribute, error);
    });
};

const ask = async (challenge: CodeChallenge, progress: Progress): Promise<Asked> => {
  const attribute = attributeOf(challenge);
  const { app, trail } = progress;
  const { pool } = app;
  const recipient = await recipientOf(attribute, progress);
  const permit = await admitMessage(attribute, progress, recipient).catch(tooMany);
  const { destination } = recipient;
  const { length = digits[challenge] } = codeSettings(pool, 'authentication');
  const code = randomDigits(length);
  const digest = permit ? await digestOf(pool, trail, { destination, code }) : randomBytes(digestBytes);
  const sent: SentCode = {
    digest: digest.toString('base64'),
    // The user's own address is not carried but read again: it may be too long for a Session, or may change meanwhile.
    ...(trail.proved.at(-1) === 'MFA_SETUP' && { destination }),
    expiresAt: now() + sentCodeLifetime(app),
  };
  await (permit ? send(progress, { attribute, destination }, code, permit) : messageTiming().pretend(pool.id));
  return { parameters: toParameters(maskedDelivery(attribute, destination)), carried: { code: sent } };
};

const mismatch = (): CognitoException =>
  new CognitoException('CodeMismatchException', 'Invalid code or auth state for the user.');

const taken = (kind: string): CognitoException =>
  new CognitoException('AliasExistsException', `An account with the ${kind} already exists.`);

// A right code verifies the address that it was sent to, and confirms whoever signed up with that. Where nothing else
// was proved, earlier tokens end: by them, somebody else may have entered the address.
const proved = (user: User, attribute: ContactAttribute, isFirst: boolean): User => {
  if (user.status !== 'UNCONFIRMED' && isVerified(user.attributes, attribute)) return user;
  const attributes = { ...user.attributes, [verifiedAttribute(attribute)]: 'true' };
  const status = user.status === 'UNCONFIRMED' ? 'CONFIRMED' : user.status;
  return { ...user, attributes, status, signOuts: user.signOuts + (isFirst ? 1 : 0), updatedAt: now() };
};

// The address came in answer to MFA_SETUP. By its code it becomes the user's, and a second factor.
const enrolled = (user: User, factor: SecondFactor, attribute: ContactAttribute, destination: string): User => ({
  ...user,
  attributes: { ...user.attributes, [attribute]: destination, [verifiedAttribute(attribute)]: 'true' },
  mfa: withFactor(user.mfa, factor),
  updatedAt: now(),
});

const answer = async (challenge: CodeChallenge, request: ChallengeRequest): Promise<Progress> => {
  const { app, parameters } = request;
  const { pool } = app;
  const given = requiredParameter(parameters, `${challenge}_CODE`);
  const { identified, session } = await resume(request, challenge);
  const { record } = identified;
  const sent = session.carried.code;
  if (!sent) throw mismatch();
  assertNotLockedOut(app, record, 'code');
  const recovered = await proveRecoveryCode(app, record, session, given, mismatch);
  const details = recovered && { recovered: challenge };
  const trail = withProof(session, challenge, parameters.DEVICE_KEY, details);
  if (recovered) return { ...identified, trail, writes: recovered };

  const attribute = attributeOf(challenge);
  const setUp = sent.destination;
  const destination = setUp ?? record.user?.attributes[attribute] ?? '';
  const digest = await digestOf(pool, session, { destination, code: given });
  const right = timingSafeEqual(Buffer.from(sent.digest, 'base64'), digest);
  if (!right || !record.user) {
    await noteFailure(identified, session, 'Mfa');
    throw await codeFailed(app, record, mismatch());
  }
  if (sent.expiresAt <= now()) {
    throw new CognitoException('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  }
  const isSetUp = challenge !== 'SMS_OTP' && setUp !== undefined;
  if (isSetUp) assertWithoutFactor(known({ ...identified, trail, writes: [] }));
  const isFirst = !isSetUp && !hasFactor(session);
  if (isFirst && !mayProveFirst(pool, proofsOf(pool, record), attribute)) throw invalidSession();
  const first = isSetUp ? undefined : await findFirstProof(pool, record, session, attribute);
  const user = isSetUp
    ? enrolled(record.user, challenge, attribute, setUp)
    : (first?.user ?? proved(record.user, attribute, isFirst && !pool.strict));
  const change = user === record.user ? [] : await userUpdate(pool, record.user, user, record.userKey, { taken });
  const writes = [...change, ...(first?.ends ?? []), codeSucceeded(app, record)];
  return { ...identified, record: first?.record ?? record, trail, user, writes };
};

const byCode = (challenge: CodeChallenge): Challenge => ({
  isRepeatable: true,

  /**
   * SMS_MFA, EMAIL_OTP and SMS_OTP: sends a code, and puts its digest into the Session. Throws
   * TooManyRequestsException; InvalidParameterException for a number that the pool sends nothing to;
   * InvalidEmailRoleAccessPolicyException or InvalidSmsRoleAccessPolicyException where it cannot be sent.
   */
  ask: (progress) => ask(challenge, progress),

  /**
   * The code that was sent. In place of a second factor's code, a recovery code is accepted, too. A wrong code is
   * counted, and the same Session can be used for another try.
   */
  answer: (request) => answer(challenge, request),
});

export const smsMfa = byCode('SMS_MFA');
export const emailOtp = byCode('EMAIL_OTP');
export const smsOtp = byCode('SMS_OTP');
