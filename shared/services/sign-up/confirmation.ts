import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import type { Code } from '#shared/domain/codes/code.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { verifiedAttribute } from '#shared/domain/users/attributes.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { withdrawCode } from '../codes/codes.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';

export interface Confirmation {
  readonly pool: UserPool;
  readonly record: UserRecord;
  /** The code that proves the user's address, and the write that uses it up. An administrator needs none. */
  readonly proof?: { readonly code: Code; readonly write: Write };
  /** True to take a verified alias from whoever has it. */
  readonly force?: boolean;
}

/** Throws NotAuthorizedException for a user who does not wait for confirmation. */
export const assertConfirmable = ({ status }: User): void => {
  if (status === 'UNCONFIRMED') return;
  throw new CognitoException('NotAuthorizedException', `User cannot be confirmed. Current status is ${status}`);
};

const taken = (kind: string): CognitoException =>
  new CognitoException('AliasExistsException', `An account with the ${kind} already exists.`);

// A code verifies the address that it was sent to, as long as that is still the user's.
const proved = ({ attributes }: User, code: Code | undefined): Attributes =>
  code && attributes[code.attribute] === code.destination ? { [verifiedAttribute(code.attribute)]: 'true' } : {};

/**
 * Confirms a user, and gives the user after that. Throws NotAuthorizedException, AliasExistsException, and UserChanged
 * where another change came first.
 */
export const confirm = async ({ pool, record, proof, force = false }: Confirmation): Promise<User> => {
  const { user, userKey } = record;
  assertConfirmable(user);
  const attributes = { ...user.attributes, ...proved(user, proof?.code) };
  const after: User = { ...user, status: 'CONFIRMED', attributes, updatedAt: now() };
  await table().write([
    ...(await userUpdate(pool, user, after, userKey, { taken, force })),
    ...(proof ? [proof.write] : withdrawCode(pool, record, 'SIGN_UP')),
  ]);
  return after;
};
