/**
 * Ends the link of an account elsewhere with a user. Of a user of the pool itself, it removes the password.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html
 */

import type { AdminDisableProviderForUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { isPool, unlinkProvider } from '#shared/services/federation/links.ts';
import { removePassword } from '#shared/services/passwords/remove-password.ts';
import { ProviderUserIdentifierType, toNamedIdentity } from '#shared/wire/identity-provider.ts';
import { type RequestOf, StringType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: StringType,
  User: ProviderUserIdentifierType,
}) satisfies RequestOf<AdminDisableProviderForUserRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminDisableProviderForUser',
  request,
  throws: ['AliasExistsException', 'UserNotFoundException'],
  run: async ({ User }, { pool }) => {
    const named = toNamedIdentity(User);
    await (isPool(named) ? removePassword(pool, named.value) : unlinkProvider(pool, named));
    return {};
  },
});
