import type {
  CreateResourceServerRequest,
  ResourceServerType,
  UpdateResourceServerRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { ResourceServer } from '#shared/domain/resource-servers/resource-server.ts';
import { integer, list, type RequestOf, text, UserPoolIdType } from './shapes.ts';
import type { Wire } from './wire.ts';

export const ResourceServerIdentifierType = text({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' });
export const ResourceServerNameType = text({ min: 1, max: 256, pattern: '[\\w\\s+=,.@-]+' });
export const ResourceServerScopeNameType = text({
  min: 1,
  max: 256,
  pattern: '[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+',
});
export const ResourceServerScopeDescriptionType = text({ min: 1, max: 256 });
export const ListResourceServersLimitType = integer({ min: 1, max: 50 });

const ResourceServerScopeType = v.object({
  ScopeName: ResourceServerScopeNameType,
  ScopeDescription: ResourceServerScopeDescriptionType,
});

/** The request of CreateResourceServer and UpdateResourceServer. */
export const ResourceServerRequest = v.object({
  UserPoolId: UserPoolIdType,
  Identifier: ResourceServerIdentifierType,
  Name: ResourceServerNameType,
  Scopes: v.optional(list(ResourceServerScopeType, { max: 100 })),
}) satisfies RequestOf<CreateResourceServerRequest> & RequestOf<UpdateResourceServerRequest>;

/** The resource server that a request describes. */
export const toResourceServer = (asked: v.InferOutput<typeof ResourceServerRequest>): ResourceServer => ({
  poolId: asked.UserPoolId,
  identifier: asked.Identifier,
  name: asked.Name,
  scopes: (asked.Scopes ?? []).map(({ ScopeName, ScopeDescription }) => ({
    name: ScopeName,
    description: ScopeDescription,
  })),
});

/** A resource server as the API answers it. */
export const toResourceServerType = (server: ResourceServer): Wire<ResourceServerType> => ({
  UserPoolId: server.poolId,
  Identifier: server.identifier,
  Name: server.name,
  Scopes: server.scopes.map(({ name, description }) => ({ ScopeName: name, ScopeDescription: description })),
});
