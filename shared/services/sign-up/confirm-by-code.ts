import { retryOnConflict } from '#shared/data/write.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { User } from '#shared/domain/users/user.ts';
import { mismatch, redeemCode } from '../codes/codes.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { type ClientSide, findRecipient } from '../recipients/recipients.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { users } from '../users/users.ts';
import { assertConfirmable, confirm } from './confirmation.ts';

export interface CodeOfSignUp {
  readonly app: ClientRecord;
  /** As typed. */
  readonly username: string;
  readonly side: ClientSide;
  readonly secretHash?: string | undefined;
  readonly code: string;
  /** True to take a verified alias from whoever has it. */
  readonly force?: boolean | undefined;
  readonly clientMetadata: TextMap | undefined;
}

/** A user whose sign-up was confirmed, and the address that the code has proved. */
export interface ConfirmedByCode {
  readonly userKey: string;
  readonly user: User;
  readonly attribute: ContactAttribute;
}

/**
 * Confirms a user who signed up, by the code that was sent. Throws AliasExistsException, CodeMismatchException,
 * ExpiredCodeException, LimitExceededException, NotAuthorizedException, UserNotFoundException, and what the trigger
 * throws, after it.
 */
export const confirmByCode = async ({
  app,
  username,
  side,
  secretHash,
  code,
  force = false,
  clientMetadata,
}: CodeOfSignUp): Promise<ConfirmedByCode> => {
  const { pool, client } = app;
  const found = await findRecipient({ app, username, side, secretHash, action: 'ConfirmSignUp' });
  const { user, attribute } = await retryOnConflict(async (attempt) => {
    const record = attempt === 1 ? found : await users().findByKey(pool, found.userKey);
    // A client that hides who exists learns a user's status only after the right code.
    const hides = hidesUserExistence(client);
    if (record.user && !hides) assertConfirmable(record.user);
    const proof = await redeemCode(pool, record, 'SIGN_UP', code, hides);
    if (!record.user) throw mismatch();
    return { user: await confirm({ pool, record, proof, force }), attribute: proof.code.attribute };
  });
  const occasion = { pool, clientId: client.id, clientMetadata };
  await triggers().postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmSignUp', user });
  return { userKey: found.userKey, user, attribute };
};
