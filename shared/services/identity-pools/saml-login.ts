/** Logins by an assertion of a SAML provider of IAM: SAML 2.0 Core section 2, Profiles section 4.1.4. */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { usedAssertionRepository } from '#shared/data/identity-pools/used-assertion-repository.ts';
import { table } from '#shared/data/table.ts';
import { readAssertion, type SamlAssertion } from '#shared/domain/federation/saml/assertion.ts';
import { decodeMessage } from '#shared/domain/federation/saml/encoded-message.ts';
import { readMetadata } from '#shared/domain/federation/saml/metadata.ts';
import { namespaces } from '#shared/domain/federation/saml/namespaces.ts';
import { envelopeOf, messageBounds, readResponse } from '#shared/domain/federation/saml/response.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import { plainXml } from '#shared/domain/federation/saml/xml-bounds.ts';
import { onlyChild, parseXml, type XmlElement } from '#shared/domain/federation/saml/xml-element.ts';
import type { SamlMetadata } from '#shared/domain/federation/saml-metadata.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { invalidLogin, issuerDoesNotMatch, unsupportedProvider } from '#shared/domain/identity-pools/login-refusals.ts';
import {
  expectedOf,
  type LoginExpectations,
  loginUntil,
  samlAudiences,
  samlRecipients,
} from '#shared/domain/identity-pools/saml-expectations.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { iam } from '#shared/gateways/iam.ts';
import { logger } from '#shared/observability/powertools.ts';
import { cached } from '../cache/cache.ts';
import { openResponse } from '../federation/saml/open-response.ts';
import type { Login } from './login.ts';

const longestNameId = 256;

const metadataIn = (arn: string, text: string): SamlMetadata => {
  try {
    return readMetadata(text);
  } catch (error) {
    if (error instanceof SamlRefusal)
      logger.warn('metadata of a SAML provider not read', { arn, reason: error.message });
    throw error;
  }
};

const known = cached(async (arn) => {
  const text = await iam().findSamlMetadata(arn);
  return text === undefined ? undefined : metadataIn(arn, text);
});

const metadataOf = async (arn: string): Promise<SamlMetadata> => {
  const metadata = await known.find(arn).catch((cause: unknown) => {
    throw new CognitoException('ExternalServiceException', 'IAM did not tell the metadata of the provider.', { cause });
  });
  if (!metadata) throw unsupportedProvider();
  return metadata;
};

interface Shown {
  readonly text: string;
  /** Nothing in it is proved. */
  readonly response: XmlElement;
  readonly assertion: XmlElement;
}

const parsed = (token: string): Shown => {
  const text = decodeMessage(token);
  return { text, ...readResponse(parseXml(plainXml(text, messageBounds))) };
};

const notVerified = (cause: SamlRefusal): CognitoException => invalidLogin("Couldn't verify signed token.", cause);

/** The assertion, read from what the provider has signed. */
const proved = async (
  { text, response, assertion }: Shown,
  { entityId: issuer, signingCertificates: certificates }: SamlMetadata,
  { recipients }: LoginExpectations,
): Promise<XmlElement> => {
  if (assertion.local === 'EncryptedAssertion')
    throw new SamlRefusal('The assertion is encrypted, and IAM tells no key');
  if (onlyChild(assertion, namespaces.assertion, 'Issuer')?.text.trim() !== issuer) throw issuerDoesNotMatch();
  const { destination = '', inResponseTo } = envelopeOf(response);
  if (destination !== '' && !recipients.includes(destination)) {
    throw new SamlRefusal('The response is for another destination');
  }
  const source = { issuer, certificates, decryptionKey: undefined, wantsEncryption: false, allowsSha1: false };
  return openResponse(text, source, { destination, inResponseTo }).catch((error: unknown) => {
    throw error instanceof SamlRefusal ? notVerified(error) : error;
  });
};

const wasElsewhere = (): CognitoException => invalidLogin('The assertion was used for another identity pool.');

const toLogin = (arn: string, audience: string, issuer: string, { nameId, attributes }: SamlAssertion): Login => {
  const { value: userId } = nameId;
  if (userId.length > longestNameId) throw invalidLogin('The NameID is too long.');
  const stated = [...attributes].map(([name, values]) => [name, values.length === 1 ? values[0] : [...values]]);
  return {
    provider: arn,
    userId,
    claims: { ...Object.fromEntries(stated), iss: issuer, aud: audience, sub: userId },
    mappingKey: arn,
    method: `${arn}:${audience}:${userId}`,
  };
};

const prove = async (pool: IdentityPool, arn: string, token: string): Promise<Login> => {
  const metadata = await metadataOf(arn);
  const { region, samlRecipients: ofApps } = environment();
  const expectations: LoginExpectations = {
    issuer: metadata.entityId,
    audiences: samlAudiences(pool.id),
    recipients: samlRecipients(region, ofApps),
    now: now(),
  };
  const root = await proved(parsed(token), metadata, expectations);
  const until = loginUntil(root, expectations);
  // Of an assertion, the times are told in milliseconds.
  if (until <= expectations.now) throw invalidLogin(`Token expired: ${expectations.now} >= ${until}`);
  const expected = expectedOf(root, expectations);
  const assertion = readAssertion(root, expected);
  const login = toLogin(arn, expected.audience, expected.issuer, assertion);
  const shown = { provider: arn, id: assertion.id, poolId: pool.id, expiresAt: until };
  await table().write([usedAssertionRepository().bind(shown, expectations.now, wasElsewhere)]);
  return login;
};

/**
 * A way to prove logins of a SAML provider of IAM, whose name is its ARN: by a response in base64, as the provider posts it.
 * It costs one write. Undefined where the pool has no such provider. Throws NotAuthorizedException,
 * ExternalServiceException where IAM does not answer.
 */
export const samlLogin = (pool: IdentityPool, name: string): ((token: string) => Promise<Login>) | undefined => {
  if (!(pool.settings.SamlProviderARNs ?? []).includes(name)) return undefined;
  return (token) =>
    prove(pool, name, token).catch((error: unknown) => {
      throw error instanceof SamlRefusal ? invalidLogin(`${error.message}.`, error) : error;
    });
};
