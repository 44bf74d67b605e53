/** Requests of SAML providers to sign a user out: SAML 2.0 Profiles section 4.4.3.2. */
import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { now } from '#shared/config/clock.ts';
import { externalIdentityRepository } from '#shared/data/federation/external-identity-repository.ts';
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { samlAssertionRepository } from '#shared/data/federation/saml-assertion-repository.ts';
import { table } from '#shared/data/table.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { decodeMessage, toText } from '#shared/domain/federation/saml/encoded-message.ts';
import { type IncomingLogout, readLogoutRequest } from '#shared/domain/federation/saml/logout-message.ts';
import { entityIdOf, logoutResponse } from '#shared/domain/federation/saml/messages.ts';
import { openCertificate } from '#shared/domain/federation/saml/metadata.ts';
import { success } from '#shared/domain/federation/saml/namespaces.ts';
import { assertSignedQuery, readRedirectQuery } from '#shared/domain/federation/saml/redirect-query.ts';
import { envelopeOf, messageBounds } from '#shared/domain/federation/saml/response.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import {
  assertSignatureRules,
  isSigned,
  type SignaturePolicy,
} from '#shared/domain/federation/saml/signature-rules.ts';
import { plainXml } from '#shared/domain/federation/saml/xml-bounds.ts';
import { parseXml, type XmlElement } from '#shared/domain/federation/saml/xml-element.ts';
import type { SamlMetadata } from '#shared/domain/federation/saml-metadata.ts';
import type { AuthorizationResponse } from '#shared/domain/oauth/authorization-response.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { signOutEverywhere } from '../../tokens/revocation.ts';
import { metadataOf } from './known-metadata.ts';
import { verified } from './open-response.ts';
import { sendMessage } from './send-message.ts';
import { samlSigner } from './signing-key.ts';

/** A request as it came: in a form, or in the query, which is kept as it was sent. */
export type ReceivedLogout =
  | { readonly form: { readonly message: string; readonly relayState: string | undefined } }
  | { readonly query: string };

interface Opened {
  readonly plain: string;
  readonly relayState: string | undefined;
  /** Throws SamlRefusal unless the provider has signed the message; gives what was signed. */
  readonly proved: (certificates: readonly string[], policy: SignaturePolicy) => Promise<XmlElement>;
}

const openForm = ({ message, relayState }: Extract<ReceivedLogout, { form: unknown }>['form']): Opened => {
  const plain = plainXml(decodeMessage(message), messageBounds);
  const root = parseXml(plain);
  return {
    plain,
    relayState,
    proved: (certificates, policy) => {
      assertSignatureRules(root, [root], policy);
      if (!isSigned(root)) throw new SamlRefusal('The message is not signed');
      return verified(plain, 'root', certificates);
    },
  };
};

const inflated = (message: string): string => {
  try {
    return toText(inflateRawSync(Buffer.from(message, 'base64'), { maxOutputLength: messageBounds.maxChars }));
  } catch (cause) {
    throw Object.assign(new SamlRefusal('The message cannot be unpacked'), { cause });
  }
};

const openQuery = (query: string): Opened => {
  const received = readRedirectQuery(query);
  const plain = plainXml(inflated(received.message), messageBounds);
  return {
    plain,
    relayState: received.relayState,
    proved: async (certificates, policy) => {
      const keys = certificates.map((certificate) => openCertificate(certificate).publicKey);
      assertSignedQuery(received, keys, policy);
      return parseXml(plain);
    },
  };
};

const providersBy = async (poolId: string, issuer: string): Promise<readonly IdentityProvider[]> => {
  const found: IdentityProvider[] = [];
  let start: Parameters<ReturnType<typeof identityProviderRepository>['page']>[2];
  do {
    const page = await identityProviderRepository().page(poolId, 100, start);
    found.push(...page.providers.filter(({ saml }) => saml?.entityId === issuer));
    start = page.next;
  } while (start);
  return found;
};

const useUp = async (poolId: string, issuer: string, { id, usableUntil }: IncomingLogout): Promise<void> => {
  const refused = () => new SamlRefusal('The message was used before');
  const used = { poolId, issuer, id: `logout ${id}`, expiresAt: usableUntil };
  await table().write([samlAssertionRepository().use(used, now(), refused)]);
};

const signOut = async (pool: UserPool, { name: providerName }: IdentityProvider, subject: string): Promise<void> => {
  const [owner] = await externalIdentityRepository().findAll(pool.id, [{ providerName, userId: subject }]);
  if (!owner) return;
  try {
    await signOutEverywhere(pool, owner.userKey);
  } catch (error) {
    if (!isException(error, 'UserNotFoundException')) throw error;
  }
};

const answerTo = async (
  pool: UserPool,
  { singleLogoutAnswer: to = {} }: SamlMetadata,
  inResponseTo: string,
  relayState: string | undefined,
): Promise<AuthorizationResponse | undefined> => {
  if (to.redirect === undefined && to.post === undefined) return undefined;
  const id = `_${randomUUID()}`;
  const issuer = entityIdOf(pool.id);
  return sendMessage({
    parameter: 'SAMLResponse',
    to,
    message: (destination) =>
      logoutResponse({ id, issuer, destination, issuedAt: now(), inResponseTo, status: success }),
    relayState,
    signer: await samlSigner(pool),
  });
};

/**
 * Signs out the user whom a provider names, everywhere, where the provider has signed that. Gives the answer to take back,
 * which is signed; undefined where the provider has no place for it. Throws SamlRefusal.
 */
export const logOutByProvider = async (
  pool: UserPool,
  received: ReceivedLogout,
  destination: string,
): Promise<AuthorizationResponse | undefined> => {
  const { plain, relayState, proved } = 'form' in received ? openForm(received.form) : openQuery(received.query);
  const { issuer = '' } = envelopeOf(parseXml(plain));
  const [provider] = await providersBy(pool.id, issuer);
  if (!provider) throw new SamlRefusal('The message is of no provider of the pool');
  const metadata = await metadataOf(provider);
  const policy = { allowsSha1: provider.details.LegacySignatures?.toLowerCase() === 'true' };
  const root = await proved(metadata.signingCertificates, policy);
  const logout = readLogoutRequest(root, { issuer, destination, now: now() });
  await useUp(pool.id, issuer, logout);
  await signOut(pool, provider, logout.nameId.value);
  return answerTo(pool, metadata, logout.id, relayState);
};
