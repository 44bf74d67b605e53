/**
 * Adds a second secret to an app client, generated or chosen. Both secrets work until one is deleted. A generated
 * secret is answered once, and never again. Choosing a secret that the client already has changes nothing, so that a
 * client that heard no answer may ask again.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html
 */

import type {
  AddUserPoolClientSecretRequest,
  AddUserPoolClientSecretResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { orTooManyRequests } from '#shared/data/write.ts';
import type { ClientSecret } from '#shared/domain/app-clients/app-client.ts';
import { timeOfNextSecret } from '#shared/domain/app-clients/client-secrets.ts';
import { newClientSecret } from '#shared/domain/app-clients/identifiers.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { changeAppClient } from '#shared/services/app-clients/app-clients.ts';
import { isSameSecret } from '#shared/services/app-clients/client-secrets.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { toSecretDescriptor } from '#shared/wire/app-client.ts';
import { ClientIdType, ClientSecretType, type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ClientSecret: v.optional(ClientSecretType),
}) satisfies RequestOf<AddUserPoolClientSecretRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AddUserPoolClientSecret',
  request,
  throws: ['InternalServerException', 'LimitExceededException'],
  run: async (
    { UserPoolId, ClientId, ClientSecret: given },
    { pool },
  ): Promise<Wire<AddUserPoolClientSecretResponse>> => {
    const value = given ?? newClientSecret();
    const seal = await sealing().general(pool);
    const isIt = ({ sealed }: ClientSecret): boolean => {
      const plain = seal.open('client secret', sealed);
      return plain !== undefined && isSameSecret(plain, Buffer.from(value));
    };
    const sealed = seal.seal('client secret', value);
    const { client } = await orTooManyRequests(
      changeAppClient(UserPoolId, ClientId, ({ client }) =>
        client.secrets.some(isIt)
          ? {}
          : { secrets: [...client.secrets, { createdAt: timeOfNextSecret(client, now()), sealed }] },
      ),
    );
    const added = client.secrets.filter(isIt).map((secret) => toSecretDescriptor(client, secret));
    return {
      ClientSecretDescriptor: { ...added[0], ...(given === undefined && { ClientSecretValue: value }) },
    };
  },
});
