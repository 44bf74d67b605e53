import { now } from '#shared/config/clock.ts';
import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import { requiredParameter, requiredUsername } from '#shared/domain/sign-in/parameters.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { assertChanges, assertWritable, normalizeAttributes } from '#shared/domain/users/attributes.ts';
import type { Attributes } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { assertNewPassword, newPasswordWrites } from '../../passwords/passwords.ts';
import { proofsOf } from '../../users/proofs.ts';
import { userUpdate } from '../../users/user-changes.ts';
import type { UserRecord } from '../../users/users.ts';
import { resume } from '../identification.ts';
import { missingAttributes, newPasswordParameters } from '../new-password-parameters.ts';
import { known } from '../progress.ts';
import type { Challenge, ChallengeRequest } from '../sign-in.ts';

const prefix = 'userAttributes.';

const givenAttributes = ({ parameters }: ChallengeRequest): Attributes =>
  Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const unauthorized = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

// An address that comes with the answer is not verified by that.
const unverified = (given: Attributes): Attributes =>
  Object.fromEntries(
    ['email', 'phone_number'].filter((name) => name in given).map((name) => [`${name}_verified`, 'false']),
  );

const isVerifiedFlag = (name: string): boolean => name === 'email_verified' || name === 'phone_number_verified';

// The code of a second factor keeps its destination: who has only a temporary password must not send it elsewhere.
const isFactor = (pool: UserPool, record: UserRecord, name: string): boolean =>
  secondFactorsOf(pool, proofsOf(pool, record)).usable.some(
    (factor) => (factor === 'EMAIL_OTP' && name === 'email') || (factor === 'SMS_MFA' && name === 'phone_number'),
  );

// Refuses an answer that lacks required attributes, or sets one again: a required attribute is set only once.
const assertGiven = ({ app: { pool, client } }: ChallengeRequest, record: UserRecord, given: Attributes): void => {
  const { user } = record;
  const names = Object.keys(given);
  assertWritable(client, pool, names);
  if (names.some(isVerifiedFlag)) throw unauthorized('A client attempted to write unauthorized attribute');
  const again = pool.schema.find(
    ({ name, required }) =>
      given[name] !== undefined &&
      user.attributes[name] &&
      (required || (given[name] !== user.attributes[name] && isFactor(pool, record, name))),
  );
  if (again) throw unauthorized(`Cannot modify an already provided ${again.name}`);
  const required = missingAttributes(pool, user);
  const missing = required.filter((name) => !given[name]);
  if (missing.length > 0) throw invalid(`Invalid attributes given, ${missing.join(', ')} is missing`);
  assertChanges(pool, given, required);
};

const taken = (kind: string): CognitoException =>
  new CognitoException('AliasExistsException', `An account with the given ${kind} already exists.`);

export const newPasswordRequired: Challenge = {
  isRepeatable: true,

  /** NEW_PASSWORD_REQUIRED: the user's attributes, and those that must come with the answer. */
  ask: async (progress) => ({
    parameters: newPasswordParameters(progress.app.pool, known(progress).user),
  }),

  /** Replaces a temporary password by one of the user's own, with the attributes that were missing. */
  answer: async (request) => {
    const { app, parameters } = request;
    const { pool } = app;
    requiredUsername(parameters);
    const password = requiredParameter(parameters, 'NEW_PASSWORD');
    const { identified, session } = await resume(request, 'NEW_PASSWORD_REQUIRED');
    const trail = withProof(session, 'NEW_PASSWORD_REQUIRED', parameters.DEVICE_KEY);
    const progress = known({ ...identified, trail, writes: [] });
    const { user, record } = progress;
    if (user.status !== 'FORCE_CHANGE_PASSWORD') throw spentSession();
    const given = givenAttributes(request);
    assertGiven(request, record, given);
    await assertNewPassword(app, 'PASSWORD_CHANGE', password);

    const attributes = normalizeAttributes({ ...user.attributes, ...given, ...unverified(given) });
    const { awaitsMigration: _awaited, ...rest } = user;
    const after = { ...rest, status: 'CONFIRMED', attributes, updatedAt: now() } as const;
    const change = { userKey: record.userKey, sub: user.sub, password, former: record.password };
    const writes = [
      ...(await userUpdate(pool, user, after, record.userKey, { taken })),
      ...(await newPasswordWrites(pool, change)),
    ];
    return { ...progress, user: after, writes };
  },
};
