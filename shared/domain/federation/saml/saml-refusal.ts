/** Why a message or a document of a SAML provider is not taken: a sentence without a full stop, for people who set it up. */
export class SamlRefusal extends Error {
  override readonly name = 'SamlRefusal';
}
