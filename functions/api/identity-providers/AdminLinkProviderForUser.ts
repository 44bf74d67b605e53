/**
 * Links an account elsewhere with a user: whoever signs in with that account from then on is the user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
 */

import type { AdminLinkProviderForUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { linkProvider } from '#shared/services/federation/links.ts';
import { ProviderUserIdentifierType, toNamedIdentity } from '#shared/wire/identity-provider.ts';
import { type RequestOf, StringType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: StringType,
  DestinationUser: ProviderUserIdentifierType,
  SourceUser: ProviderUserIdentifierType,
}) satisfies RequestOf<AdminLinkProviderForUserRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminLinkProviderForUser',
  request,
  throws: ['AliasExistsException', 'LimitExceededException', 'UserNotFoundException'],
  run: async ({ DestinationUser, SourceUser }, { pool }) => {
    await linkProvider(pool, toNamedIdentity(DestinationUser), toNamedIdentity(SourceUser));
    return {};
  },
});
