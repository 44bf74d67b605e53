/**
 * Lists a pool's app clients, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html
 */
import type {
  ListUserPoolClientsRequest,
  ListUserPoolClientsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { AppClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import type { Sealing } from '#shared/services/sealing/sealing.ts';
import { toAppClientDescription } from '#shared/wire/app-client.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientTypeType, PaginationKey, QueryLimit, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { sealing } from '#shared/wiring/sealing.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { appClientRepository } from '#shared/wiring/store.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MaxResults: v.optional(QueryLimit),
  NextToken: v.optional(PaginationKey),
  ClientType: v.optional(ClientTypeType),
}) satisfies RequestOf<ListUserPoolClientsRequest>;

interface Deps {
  readonly appClientRepository: AppClientRepository;
  readonly directory: Directory;
  readonly sealing: Sealing;
}

const listUserPoolClients =
  ({ appClientRepository, directory, sealing }: Deps): Run<typeof request, ListUserPoolClientsResponse, SignedCaller> =>
  async ({ UserPoolId, MaxResults = 60, NextToken, ClientType }) => {
    const { pool } = await directory.pool(UserPoolId);
    const seal = await sealing.general(pool);
    const query = ['ListUserPoolClients', UserPoolId, ClientType];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    // Nobody registers clients by themselves yet.
    if (ClientType === 'DCR') return { UserPoolClients: [] };
    const { clients, next } = await appClientRepository.list(UserPoolId, MaxResults, start);
    return {
      UserPoolClients: clients.map(toAppClientDescription),
      NextToken: next && toPageToken(seal, query, next),
    };
  };

export const definition = define({
  name: 'ListUserPoolClients',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ appClientRepository: appClientRepository(), directory: directory(), sealing: sealing() }),
  run: listUserPoolClients,
});

export const handler = operation(definition, signed);
