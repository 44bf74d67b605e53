/**
 * Deletes a passkey of the bearer of an access token. Its authenticator goes on offering it until it is deleted there,
 * too.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
 */
import type {
  DeleteWebAuthnCredentialRequest,
  DeleteWebAuthnCredentialResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { Table } from '#shared/data/table.ts';
import type { PasskeyRepository } from '#shared/data/users/passkey-repository.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { StringType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { passkeyRepository, table } from '#shared/wiring/store.ts';

const request = v.object({
  AccessToken: TokenModelType,
  CredentialId: StringType,
}) satisfies RequestOf<DeleteWebAuthnCredentialRequest>;

interface Deps {
  readonly passkeys: PasskeyRepository;
  readonly table: Table;
}

const noCredential = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'WebAuthn credential does not exist.');

const deleteWebAuthnCredential =
  ({ passkeys, table }: Deps): Run<typeof request, DeleteWebAuthnCredentialResponse, TokenCaller> =>
  async ({ CredentialId: credentialId }, { caller: { pool, user, userKey } }) => {
    const name = { sub: user.sub, credentialId };
    await table.write([passkeys.remove(pool.id, userKey, name, noCredential)]);
    return {};
  };

export const definition = define({
  name: 'DeleteWebAuthnCredential',
  caller: 'accessToken',
  request,
  throws: ['ResourceNotFoundException', 'UserNotFoundException'],
  deps: () => ({ passkeys: passkeyRepository(), table: table() }),
  run: deleteWebAuthnCredential,
});

export const handler = operation(definition, accessToken);
