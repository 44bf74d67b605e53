import { isDocumentUrl } from '#shared/domain/app-clients/client-registration.ts';
import { clientIdOf, UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { findAppById } from './authorization.ts';
import type { Asking } from './client-documents.ts';

/**
 * The app that a request for authorization names, where the host serves its pool. Its id may be the URL of a metadata
 * document, which is fetched where it is not known. Throws UntrustedRequest, and LimitExceededException where too many
 * strangers come.
 */
export const findAskingApp = async (parameters: Parameters, asking: Asking): Promise<ClientRecord> => {
  const clientId = clientIdOf(parameters);
  // On demand: few clients have a document.
  if (isDocumentUrl(clientId)) return (await import('./client-documents.ts')).clientOfDocument(clientId, asking);
  const app = await findAppById(clientId, asking.host);
  // The id by which the pool keeps such a client is not the client's: its document would not be looked at.
  if (app.client.registration?.documentUrl !== undefined) throw new UntrustedRequest('invalid_request');
  return app;
};
