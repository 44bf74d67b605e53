/**
 * Revokes a refresh token with every access and ID token that came of it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
import type { RevokeTokenRequest, RevokeTokenResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { ClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Revocation } from '#shared/services/tokens/revocation.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientIdType, ClientSecretType, RevokeAssociatedSessionsType, TokenModelType } from '#shared/wire/shapes.ts';
import { clientSecrets } from '#shared/wiring/client-secrets.ts';
import { directory } from '#shared/wiring/directory.ts';
import { revocation } from '#shared/wiring/revocation.ts';

const request = v.object({
  Token: TokenModelType,
  ClientId: ClientIdType,
  ClientSecret: v.optional(ClientSecretType),
  RevokeAssociatedSessions: v.optional(RevokeAssociatedSessionsType),
}) satisfies RequestOf<RevokeTokenRequest>;

interface Deps {
  readonly clientSecrets: ClientSecrets;
  readonly directory: Directory;
  readonly revocation: Revocation;
}

const revokeToken =
  ({ clientSecrets, directory, revocation }: Deps): Run<typeof request, RevokeTokenResponse> =>
  async ({ Token, ClientId, ClientSecret }) => {
    const app = await directory.client(ClientId);
    await clientSecrets.assertSecret(app, ClientSecret);
    await revocation.revoke(app, Token);
    return {};
  };

export const definition = define({
  name: 'RevokeToken',
  caller: 'client',
  request,
  throws: ['UnauthorizedException', 'UnsupportedOperationException', 'UnsupportedTokenTypeException'],
  deps: () => ({ clientSecrets: clientSecrets(), directory: directory(), revocation: revocation() }),
  run: revokeToken,
});

export const handler = operation(definition);
