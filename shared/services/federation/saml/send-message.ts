import { deflateRawSync } from 'node:zlib';
import { type SamlMessage, type SamlSigner, signedXml } from '#shared/domain/federation/saml/messages.ts';
import { type MessageParameter, redirectQuery } from '#shared/domain/federation/saml/redirect-query.ts';
import { documentOf } from '#shared/domain/federation/saml/xml-text.ts';
import type { SamlEndpoints } from '#shared/domain/federation/saml-metadata.ts';
import type { AuthorizationResponse } from '#shared/domain/oauth/authorization-response.ts';

interface Departure {
  readonly parameter: MessageParameter;
  /** Where it goes. One of the two is there. */
  readonly to: SamlEndpoints;
  readonly message: (destination: string) => SamlMessage;
  readonly relayState: string | undefined;
  readonly signer: SamlSigner | undefined;
}

/** Takes a message to the provider through the browser: SAML 2.0 Bindings sections 3.4 and 3.5. */
export const sendMessage = ({ parameter, to, message, relayState, signer }: Departure): AuthorizationResponse => {
  const { redirect, post } = to;
  if (redirect !== undefined) {
    const text = documentOf(message(redirect).xml());
    const query = redirectQuery(parameter, deflateRawSync(text).toString('base64'), relayState, signer);
    return { location: `${redirect}${redirect.includes('?') ? '&' : '?'}${query}` };
  }
  if (post === undefined) throw new Error('The metadata have no place for the message.');
  const sent = message(post);
  const text = documentOf(signer ? signedXml(sent, signer) : sent.xml());
  const fields = {
    [parameter]: Buffer.from(text).toString('base64'),
    ...(relayState !== undefined && { RelayState: relayState }),
  };
  return { post: { action: post, fields } };
};
