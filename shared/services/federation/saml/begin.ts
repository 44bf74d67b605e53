import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { authnRequest, entityIdOf } from '#shared/domain/federation/saml/messages.ts';
import type { BeginSignIn } from '../provider-kinds.ts';
import { consumerOf } from './addresses.ts';
import { metadataOf } from './known-metadata.ts';
import { sendMessage } from './send-message.ts';
import { samlSigner } from './signing-key.ts';

/** Leads the browser to a SAML provider. */
export const beginSaml: BeginSignIn = async ({ app: { pool }, provider, origin, seal }) => {
  const { singleSignOn } = await metadataOf(provider);
  const id = `_${randomUUID()}`;
  const isSigned = provider.details.RequestSigningAlgorithm !== undefined;
  return sendMessage({
    parameter: 'SAMLRequest',
    to: singleSignOn,
    message: (destination) =>
      authnRequest({ id, issuer: entityIdOf(pool.id), destination, issuedAt: now(), consumer: consumerOf(origin) }),
    relayState: await seal({ requestId: id }),
    signer: isSigned ? await samlSigner(pool) : undefined,
  });
};
