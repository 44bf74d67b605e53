import { table } from '#shared/data/table.ts';
import { passkeyRepository } from '#shared/data/users/passkey-repository.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';

const noCredential = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'WebAuthn credential does not exist.');

/** Removes a passkey at the wish of its user. Throws ResourceNotFoundException where the user has no such passkey. */
export const removeOwnPasskey = ({ pool, user, userKey }: UserOfPool, credentialId: string): Promise<void> =>
  table().write([passkeyRepository().remove(pool.id, userKey, { sub: user.sub, credentialId }, noCredential)]);
