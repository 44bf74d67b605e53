import { isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { foreignScopes, scopesFor, toScopes } from '#shared/domain/oauth/scopes.ts';
import { customScopes, type ResourceServer } from '#shared/domain/resource-servers/resource-server.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { findResourceServer } from '../../resource-servers/resource-servers.ts';
import { issueMachineToken, machineScopesOf } from '../../tokens/machine-tokens.ts';
import type { TextMap } from '../../triggers/triggers.ts';
import type { Grant } from './grant.ts';

const isTextMap = (value: unknown): value is TextMap =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => typeof one === 'string');

const badMetadata = (): OAuthError =>
  new OAuthError('invalid_request', { description: 'The aws_client_metadata is no JSON object of strings.' });

// As in GetClientToken, for the trigger alone.
const metadataIn = (parameters: Parameters): TextMap | undefined => {
  const text = parameters.get('aws_client_metadata');
  if (text === undefined) return undefined;
  try {
    const metadata: unknown = JSON.parse(text);
    if (isTextMap(metadata)) return metadata;
  } catch {
    // Told below.
  }
  throw badMetadata();
};

const resourceIn = async ({ pool }: ClientRecord, parameters: Parameters): Promise<ResourceServer | undefined> => {
  const [resource, ...others] = parameters.all('resource');
  if (resource === undefined) return undefined;
  const server = others.length === 0 ? await findResourceServer(pool.id, resource) : undefined;
  if (!server) throw new OAuthError('invalid_target');
  return server;
};

const mayAct = ({ client }: ClientRecord): boolean =>
  client.settings.AllowedOAuthFlowsUserPoolClient === true &&
  client.settings.AllowedOAuthFlows?.includes('client_credentials') === true &&
  isConfidential(client);

/**
 * client_credentials: a token for the client itself. RFC 6749 section 4.4. Throws unauthorized_client, invalid_scope,
 * invalid_target, and invalid_request for metadata that are none and for scopes of another resource.
 */
export const clientCredentials: Grant = async ({ app, parameters, jkt }) => {
  noteOnCall({ category: 'ClientAuthentication' });
  if (!mayAct(app)) throw new OAuthError('unauthorized_client');
  const asked = parameters.get('scope');
  const clientMetadata = metadataIn(parameters);
  const server = await resourceIn(app, parameters);
  const allowed = await machineScopesOf(app, asked === undefined ? undefined : toScopes(asked));
  if (!allowed) throw new OAuthError('invalid_scope');
  const scopes = server ? scopesFor(customScopes(server), allowed, asked !== undefined) : allowed;
  if (!scopes) throw new OAuthError('invalid_request', { description: foreignScopes });
  return issueMachineToken({ app, scopes, audience: server?.identifier, clientMetadata, jkt });
};
