/**
 * Lists the passkeys of the bearer of an access token, oldest first, by default in pages of 20.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
 */

import type {
  ListWebAuthnCredentialsRequest,
  ListWebAuthnCredentialsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { passkeyRepository } from '#shared/data/users/passkey-repository.ts';
import { pageOf } from '#shared/domain/passkeys/pages.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { toCredentialDescription } from '#shared/wire/passkey.ts';
import {
  PaginationKey,
  type RequestOf,
  TokenModelType,
  WebAuthnCredentialsQueryLimitType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  AccessToken: TokenModelType,
  NextToken: v.optional(PaginationKey),
  MaxResults: v.optional(WebAuthnCredentialsQueryLimitType),
}) satisfies RequestOf<ListWebAuthnCredentialsRequest>;

export const { definition, handler } = byAccessToken({
  name: 'ListWebAuthnCredentials',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ NextToken, MaxResults }, { pool, user, userKey }): Promise<Wire<ListWebAuthnCredentialsResponse>> => {
    const all = await passkeyRepository().all(pool.id, userKey);
    const own = all.filter(({ sub }) => sub === user.sub);
    const page = pageOf(own, { limit: MaxResults || 20, ...(NextToken !== undefined && { after: NextToken }) });
    return { Credentials: page.passkeys.map(toCredentialDescription), NextToken: page.next };
  },
});
