/** Reads what a SAML provider answers. */
import { now } from '#shared/config/clock.ts';
import { samlAssertionRepository } from '#shared/data/federation/saml-assertion-repository.ts';
import { table } from '#shared/data/table.ts';
import type { ExternalIdentity } from '#shared/domain/federation/external-identity.ts';
import { type Expected, readAssertion, type SamlAssertion } from '#shared/domain/federation/saml/assertion.ts';
import type { SamlAttributes } from '#shared/domain/federation/saml/assertion-attributes.ts';
import { decodeMessage } from '#shared/domain/federation/saml/encoded-message.ts';
import { entityIdOf } from '#shared/domain/federation/saml/messages.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import type { SamlMetadata } from '#shared/domain/federation/saml-metadata.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { FinishSignIn, ProviderAnswer } from '../provider-kinds.ts';
import { consumerOf } from './addresses.ts';
import { metadataOf, renewedMetadata } from './known-metadata.ts';
import { openResponse } from './open-response.ts';
import { decryptionKeyOf } from './provider-key.ts';

interface Arrival extends Pick<ProviderAnswer, 'app' | 'provider' | 'origin'> {
  /** The XML of the response. */
  readonly text: string;
  /** The ID of our request; undefined where the provider began. */
  readonly requestId: string | undefined;
}

const isOn = (detail: string | undefined): boolean => detail?.toLowerCase() === 'true';

const openWith = async (
  { app: { pool }, provider, origin, text, requestId }: Arrival,
  { entityId: issuer, signingCertificates }: SamlMetadata,
): Promise<SamlAssertion> => {
  const { EncryptedResponses, LegacySignatures } = provider.details;
  const recipient = consumerOf(origin);
  const source = {
    issuer,
    certificates: signingCertificates,
    decryptionKey: await decryptionKeyOf(pool, provider),
    wantsEncryption: isOn(EncryptedResponses),
    allowsSha1: isOn(LegacySignatures),
  };
  const assertion = await openResponse(text, source, { destination: recipient, inResponseTo: requestId });
  const expected: Expected = {
    issuer,
    audience: entityIdOf(pool.id),
    recipient,
    inResponseTo: requestId,
    now: now(),
  };
  return readAssertion(assertion, expected);
};

// The provider may have a new key that we do not know of yet.
const openAnyway = async (arrival: Arrival): Promise<{ assertion: SamlAssertion; metadata: SamlMetadata }> => {
  const metadata = await metadataOf(arrival.provider);
  try {
    return { assertion: await openWith(arrival, metadata), metadata };
  } catch (error) {
    if (!(error instanceof SamlRefusal)) throw error;
    const renewed = await renewedMetadata(arrival.provider, metadata);
    if (!renewed) throw error;
    return { assertion: await openWith(arrival, renewed), metadata: renewed };
  }
};

const useUp = async ({ pool }: Arrival['app'], { entityId }: SamlMetadata, assertion: SamlAssertion): Promise<void> => {
  const { id, usableUntil: expiresAt } = assertion;
  const used = { poolId: pool.id, issuer: entityId, id, expiresAt };
  const refused = () => new SamlRefusal('The assertion was used before');
  await table().write([samlAssertionRepository().use(used, now(), refused)]);
};

const claimOf = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? '') : values;

const attributesOf = (attributes: SamlAttributes): ExternalIdentity['attributes'] =>
  Object.fromEntries([...attributes].map(([name, values]) => [name, claimOf(values)]));

const inboundOf = (attributes: SamlAttributes): ExternalIdentity['inbound'] => ({
  samlResponse: Object.fromEntries(
    [...attributes].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : `[${values.join(',')}]`]),
  ),
});

const present = (texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));

const identityOf = (
  { nameId, sessionIndex, attributes, authnContext }: SamlAssertion,
  issuer: string,
): ExternalIdentity => ({
  subject: nameId.value,
  issuer,
  attributes: attributesOf(attributes),
  inbound: inboundOf(attributes),
  ...(authnContext !== undefined && { acr: authnContext }),
  logout: present({
    nameId: nameId.value,
    format: nameId.format,
    nameQualifier: nameId.nameQualifier,
    spNameQualifier: nameId.spNameQualifier,
    sessionIndex,
  }),
});

const refused = (cause: SamlRefusal): OAuthError =>
  new OAuthError('server_error', { description: `Invalid SAML response received: ${cause.message}`, cause });

const assertMayBegin = ({ details }: ProviderAnswer['provider']): void => {
  if (!isOn(details.IDPInit)) throw new SamlRefusal('The provider may not begin a sign-in');
};

/**
 * Checks what a SAML provider answers, and gives whom it is about: as the provider has signed it, for us, now, in answer to
 * the request where there was one, and used for the first time. Throws server_error with Cognito's words before the reason.
 */
export const finishSaml: FinishSignIn = async ({ remembered: { requestId }, parameters, ...answer }) => {
  try {
    if (requestId === undefined) assertMayBegin(answer.provider);
    const text = decodeMessage(parameters.get('SAMLResponse') ?? '');
    const { assertion, metadata } = await openAnyway({ ...answer, text, requestId });
    await useUp(answer.app, metadata, assertion);
    return identityOf(assertion, metadata.entityId);
  } catch (error) {
    if (error instanceof SamlRefusal) throw refused(error);
    throw error;
  }
};
