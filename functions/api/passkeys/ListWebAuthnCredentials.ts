/**
 * Lists the passkeys of the bearer of an access token, oldest first, in pages of 20 unless told otherwise.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
 */
import type {
  ListWebAuthnCredentialsRequest,
  ListWebAuthnCredentialsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { PasskeyRepository } from '#shared/data/users/passkey-repository.ts';
import { pageOf } from '#shared/domain/passkeys/pages.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toCredentialDescription } from '#shared/wire/passkey.ts';
import { PaginationKey, TokenModelType, WebAuthnCredentialsQueryLimitType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { passkeyRepository } from '#shared/wiring/store.ts';

const request = v.object({
  AccessToken: TokenModelType,
  NextToken: v.optional(PaginationKey),
  MaxResults: v.optional(WebAuthnCredentialsQueryLimitType),
}) satisfies RequestOf<ListWebAuthnCredentialsRequest>;

interface Deps {
  readonly passkeys: PasskeyRepository;
}

const listWebAuthnCredentials =
  ({ passkeys }: Deps): Run<typeof request, Wire<ListWebAuthnCredentialsResponse>, TokenCaller> =>
  async ({ NextToken, MaxResults }, { caller: { pool, user, userKey } }) => {
    const all = await passkeys.all(pool.id, userKey);
    const own = all.filter(({ sub }) => sub === user.sub);
    const page = pageOf(own, { limit: MaxResults || 20, ...(NextToken !== undefined && { after: NextToken }) });
    return { Credentials: page.passkeys.map(toCredentialDescription), NextToken: page.next };
  };

export const definition = define({
  name: 'ListWebAuthnCredentials',
  caller: 'accessToken',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ passkeys: passkeyRepository() }),
  run: listWebAuthnCredentials,
});

export const handler = operation(definition, accessToken);
