/** Proves app clients at the OAuth endpoints: RFC 6749 section 2.3. */
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { isException } from '#shared/errors/exception.ts';
import { assertClientSecret } from '../app-clients/client-secrets.ts';
import { type ClientRecord, cachedClient } from '../directory/directory.ts';
import { servedPool } from '../user-pool-domains/served-pool.ts';

export interface ClientProof {
  readonly parameters: Parameters;
  readonly authorization: string | undefined;
  readonly host: string;
}

/** The app client that proves itself. Throws invalid_client. */
export const authenticateClient = async ({ parameters, authorization, host }: ClientProof): Promise<ClientRecord> => {
  const basic = /^basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [parameters.get('client_id'), parameters.get('client_secret')];
  const refused = (): OAuthError =>
    new OAuthError('invalid_client', basic ? { status: 401, challenge: 'Basic realm="OAuth"' } : {});
  try {
    const app = await cachedClient(id ?? '');
    const poolId = await servedPool(host);
    if (poolId !== undefined && poolId !== app.pool.id) throw refused();
    await assertClientSecret(app, secret);
    return app;
  } catch (error) {
    throw isException(error, 'ResourceNotFoundException', 'NotAuthorizedException') ? refused() : error;
  }
};
