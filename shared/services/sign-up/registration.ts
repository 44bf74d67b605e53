import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { allowsFlow } from '#shared/domain/app-clients/app-client.ts';
import type { AcceptedTerms } from '#shared/domain/terms/accepted-terms.ts';
import { factorsWithoutPassword } from '#shared/domain/user-pools/factors.ts';
import { aliasAttributes, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import {
  assertAttributes,
  assertRequired,
  assertWritable,
  contactAttributes,
  normalizeAttributes,
  usernameFrom,
  verifiedAttribute,
} from '#shared/domain/users/attributes.ts';
import type { OwnName } from '#shared/domain/users/names.ts';
import { newUser } from '#shared/domain/users/new-user.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { codeContacts, deliverCode } from '../codes/code-delivery.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import { assertNewPassword, newPasswordWrites } from '../passwords/passwords.ts';
import type { Noting } from '../risk/noting.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { SignUpDecision, TextMap } from '../triggers/triggers.ts';
import { userCreation } from '../users/user-changes.ts';
import { userKeyOf, users } from '../users/users.ts';

export interface SignUpRequest {
  readonly app: ClientRecord;
  /** As typed: a username, email or phone number. */
  readonly username: string;
  /** Undefined for a user who will sign in without one. */
  readonly password: string | undefined;
  readonly attributes: Attributes;
  readonly validationData: TextMap | undefined;
  readonly clientMetadata: TextMap | undefined;
  /** What the user agreed to on the page of the sign-up. */
  readonly acceptedTerms?: readonly AcceptedTerms[];
  /** In pools with threat protection. */
  readonly noting?: Noting | undefined;
}

export interface Registered {
  readonly userKey: string;
  readonly user: User;
  /** Where the confirmation code was sent. */
  readonly delivery: CodeDelivery | undefined;
}

/** True where users need no password: the client lets them choose, and the pool offers another choice. */
const signsUpWithoutPassword = ({ pool, client }: ClientRecord): boolean =>
  allowsFlow(client, 'USER_AUTH') && factorsWithoutPassword(pool).length > 0;

/** False in pools that only administrators fill. */
export const takesSignUps = ({ settings }: UserPool): boolean =>
  !settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly;

const exists = (kind: OwnName['kind'] | 'username'): CognitoException =>
  new CognitoException(
    'UsernameExistsException',
    kind === 'username' ? 'User already exists' : `An account with the given ${kind} already exists.`,
  );

// The name that users sign in with is given at the sign-up. Another alias can be set only after the confirmation.
const assertNoPreferredName = (pool: UserPool, { preferred_username: name }: Attributes): void => {
  if (!name || !aliasAttributes(pool).includes('preferred_username')) return;
  throw new CognitoException('InvalidParameterException', 'preferred_username cannot be set before confirmation.');
};

const applicantOf = ({ app, username: given, attributes, acceptedTerms = [] }: SignUpRequest): User => {
  const { pool, client } = app;
  assertWritable(client, pool, Object.keys(attributes));
  const name = usernameFrom(pool, given, attributes);
  const kept = normalizeAttributes(name.attributes);
  assertAttributes(pool, kept);
  assertRequired(pool, kept);
  assertNoPreferredName(pool, kept);
  const accepted = acceptedTerms.length > 0 ? { acceptedTerms } : {};
  return newUser(pool, { username: name.username, status: 'UNCONFIRMED', attributes: kept, ...accepted }, now());
};

const decided = (user: User, { autoConfirmUser, autoVerifyEmail, autoVerifyPhone }: SignUpDecision): User => {
  const verdicts = { email: autoVerifyEmail, phone_number: autoVerifyPhone };
  const present = contactAttributes.filter((attribute) => user.attributes[attribute] !== undefined);
  const { email } = user.attributes;
  return {
    ...user,
    status: autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED',
    // Nobody has proved it: no provider's user is taken for this one by it.
    ...(autoVerifyEmail && email !== undefined && { emailFrom: { provider: 'PreSignUp', email } }),
    attributes: {
      ...user.attributes,
      ...Object.fromEntries(present.map((attribute) => [verifiedAttribute(attribute), String(verdicts[attribute])])),
    },
  };
};

const assertNew = async (pool: UserPool, username: string): Promise<void> => {
  if (!(await users().isTaken(pool, username))) return;
  throw exists(usernameAttributes(pool).find((kind) => (kind === 'email') === username.includes('@')) ?? 'username');
};

/**
 * Makes the user of a sign-up, in one transaction. Throws InvalidParameterException, InvalidPasswordException,
 * LimitExceededException, NotAuthorizedException, UsernameExistsException, and what triggers throw. Throws
 * CodeDeliveryFailureException after the user is made.
 */
export const register = async (request: SignUpRequest): Promise<Registered> => {
  noteOnCall({ attempt: 'SignUp' });
  const { app, username, password, validationData, clientMetadata, noting } = request;
  const { pool, client } = app;
  if (!takesSignUps(pool))
    throw new CognitoException('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  if (password === undefined && !signsUpWithoutPassword(app)) {
    throw new CognitoException('InvalidParameterException', 'Missing required parameter Password');
  }
  const occasion = { pool, clientId: client.id, clientMetadata };
  const applicant = applicantOf(request);
  if (password !== undefined) await assertNewPassword(app, 'SIGN_UP', password);
  await assertNew(pool, username);
  const decision = await triggers().preSignUp({
    ...occasion,
    source: 'PreSignUp_SignUp',
    username: applicant.username,
    attributes: applicant.attributes,
    validationData,
  });

  const user = decided(applicant, decision);
  const userKey = userKeyOf(pool, user.username);
  const credential =
    password === undefined
      ? []
      : await newPasswordWrites(pool, { userKey, sub: user.sub, password, former: undefined });
  // An alias that the trigger verifies moves to the new user. What users sign up with stays with its owner.
  const force = usernameAttributes(pool).length === 0;
  const besides = [...credential, ...(noting?.done({ userKey, user }) ?? [])];
  const writes = async () => [...(await userCreation(pool, user, userKey, { taken: exists, force })), ...besides];

  const to = codeContacts(pool).find((attribute) => user.attributes[attribute] !== undefined);
  if (user.status === 'CONFIRMED' || to === undefined) {
    await retryOnConflict(async () => table().write(await writes()));
    if (user.status === 'CONFIRMED') {
      await triggers().postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmSignUp', user });
    }
    noteOnCall({ isSignedUp: true });
    return { user, userKey, delivery: undefined };
  }
  const code = { purpose: 'SIGN_UP', source: 'CustomMessage_SignUp', counted: 'new' } as const;
  const order = { ...occasion, userKey, user, to, ...code };
  const delivery = await retryOnConflict(async () => deliverCode(order, await writes()));
  noteOnCall({ isSignedUp: true });
  return { user, userKey, delivery };
};
