/** Signs users out at the SAML provider that they came from: SAML 2.0 Profiles section 4.4. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { entityIdOf, logoutRequest } from '#shared/domain/federation/saml/messages.ts';
import type { AuthorizationResponse } from '#shared/domain/oauth/authorization-response.ts';
import type { ClientRecord } from '../../directory/directory.ts';
import { metadataOf } from './known-metadata.ts';
import { sealLogout } from './logout-state.ts';
import { sendMessage } from './send-message.ts';
import { samlSigner } from './signing-key.ts';

interface Leaving {
  readonly app: ClientRecord;
  readonly provider: IdentityProvider;
  /** What the provider told of the sign-in. */
  readonly told: Readonly<Record<string, string>>;
  /** Where the browser goes afterwards, if anywhere. */
  readonly next: string | undefined;
}

/** Leads the browser to the provider, with a request that is always signed; undefined where it takes none. */
export const beginSamlLogout = async ({
  app,
  provider,
  told,
  next,
}: Leaving): Promise<AuthorizationResponse | undefined> => {
  const { pool } = app;
  const { singleLogout: to = {} } = await metadataOf(provider);
  const { nameId: value, format, nameQualifier, spNameQualifier, sessionIndex } = told;
  if ((to.redirect === undefined && to.post === undefined) || value === undefined) return undefined;
  const id = `_${randomUUID()}`;
  const nameId = { value, format, nameQualifier, spNameQualifier };
  return sendMessage({
    parameter: 'SAMLRequest',
    to,
    message: (destination) =>
      logoutRequest({ id, issuer: entityIdOf(pool.id), destination, issuedAt: now(), nameId, sessionIndex }),
    relayState: await sealLogout(app, next),
    signer: await samlSigner(pool),
  });
};
