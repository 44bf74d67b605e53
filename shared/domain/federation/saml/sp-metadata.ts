/** What a pool says of itself to SAML providers, as a service provider: SAML 2.0 Metadata section 2.4.4. */
import { entityIdOf } from './messages.ts';
import { bindings, namespaces } from './namespaces.ts';
import { documentOf, element, type Xml } from './xml-text.ts';

interface ServiceProvider {
  readonly poolId: string;
  /** Where responses come, and messages about logouts. */
  readonly consumer: string;
  readonly logout: string;
  /** DER in base64: of the key that signs our messages, the newest first. */
  readonly signing: readonly string[];
  /** And of the key to encrypt for us by. */
  readonly encryption: string | undefined;
}

const keyDescriptor = (use: 'signing' | 'encryption', certificate: string): Xml =>
  element('md:KeyDescriptor', {
    attributes: { use },
    content: [
      element('ds:KeyInfo', {
        declares: { ds: namespaces.signature },
        content: [element('ds:X509Data', { content: [element('ds:X509Certificate', { content: certificate })] })],
      }),
    ],
  });

const service = (name: string, Binding: string, Location: string, more: Readonly<Record<string, string>> = {}): Xml =>
  element(`md:${name}`, { attributes: { Binding, Location, ...more } });

/** The metadata of a pool. Other sides read from them where to send what, and which keys are ours. */
export const serviceProviderMetadata = ({ poolId, consumer, logout, signing, encryption }: ServiceProvider): string =>
  documentOf(
    element('md:EntityDescriptor', {
      declares: { md: namespaces.metadata },
      attributes: { entityID: entityIdOf(poolId) },
      content: [
        element('md:SPSSODescriptor', {
          attributes: { WantAssertionsSigned: 'true', protocolSupportEnumeration: namespaces.protocol },
          content: [
            ...signing.map((certificate) => keyDescriptor('signing', certificate)),
            ...(encryption === undefined ? [] : [keyDescriptor('encryption', encryption)]),
            service('SingleLogoutService', bindings.post, logout),
            service('SingleLogoutService', bindings.redirect, logout),
            service('AssertionConsumerService', bindings.post, consumer, { index: '0', isDefault: 'true' }),
          ],
        }),
      ],
    }),
  );
