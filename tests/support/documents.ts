import { fetchAnyHost } from './any-host.ts';
import { aPrefix, createDomain, originOf } from './domains.ts';
import { authorizePath, newVerifier } from './oauth.ts';
import { outboundHost, publish } from './outbound-server.ts';
import { callOwn } from './own-operations.ts';
import { apiScopes, clientCallback, makeOpenPool, type OpenPool } from './registration.ts';
import { newUserAgent, type UserAgent } from './user-agent.ts';

/** A pool that takes clients by their metadata documents, at a domain. */
export interface DocumentPool extends OpenPool {
  readonly origin: string;
}

export const makeDocumentPool = async (more: object = {}, resource?: string): Promise<DocumentPool> => {
  const pool = await makeOpenPool({}, resource);
  const prefix = aPrefix();
  await callOwn('SetUserPoolRegistrationSettings', {
    UserPoolId: pool.poolId,
    ClientIdMetadataDocuments: 'ENABLED',
    ...more,
  });
  await createDomain(pool.poolId, prefix);
  return { ...pool, origin: originOf(prefix) };
};

/** Where a document of that name is published: the id of its client. */
export const documentUrl = (name: string): string => `https://${outboundHost()}/published/${name}`;

/** Publishes the document of a client, and gives its id. */
export const publishClient = async (name: string, more: object = {}): Promise<string> => {
  const client_id = documentUrl(name);
  const document = { client_id, client_name: 'Documented agent', redirect_uris: [clientCallback], ...more };
  return publish(name, JSON.stringify(document));
};

/** A browser that finds the domains of pools. */
export const browserAt = (origin: string, { ahead = 0 } = {}): UserAgent =>
  newUserAgent({ origin, answer: fetchAnyHost, ahead });

/** The address of a request for authorization by such a client. */
export const requestAt = (
  { origin }: DocumentPool,
  clientId: string,
  more: Readonly<Record<string, string>> = {},
): string =>
  origin +
  authorizePath(
    { clientId },
    {
      redirect_uri: clientCallback,
      scope: apiScopes.read,
      code_challenge: newVerifier().challenge,
      code_challenge_method: 'S256',
      ...more,
    },
  );
