/** Requests of SAML providers to sign a user out: SAML 2.0 Profiles section 4.4.3.2. */
import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { now } from '#shared/config/clock.ts';
import { externalIdentityRepository } from '#shared/data/federation/external-identity-repository.ts';
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { samlAssertionRepository } from '#shared/data/federation/saml-assertion-repository.ts';
import { samlSubjectRepository } from '#shared/data/federation/saml-subject-repository.ts';
import { table } from '#shared/data/table.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
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
import { sessionEndWrites } from '../../session-ends/session-end-writes.ts';
import { users } from '../../users/users.ts';
import { metadataOf, renewedMetadata } from './known-metadata.ts';
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
    proved: async (certificates, policy) => {
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

/** A provider that has signed the message. */
interface Proved {
  readonly provider: IdentityProvider;
  readonly metadata: SamlMetadata;
  /** What was signed. */
  readonly root: XmlElement;
}

const orRefusal = (error: unknown): SamlRefusal => {
  if (error instanceof SamlRefusal) return error;
  throw error;
};

type Attempt = (metadata: SamlMetadata) => Promise<XmlElement | SamlRefusal>;

// Several providers may be one to the outside, mostly with the same keys. Each set of keys is tried once.
const attemptsOf = (proved: Opened['proved']): ((provider: IdentityProvider) => Attempt) => {
  const tried = new Map<string, Promise<XmlElement | SamlRefusal>>();
  return ({ details }) =>
    ({ signingCertificates }) => {
      const policy = { allowsSha1: details.LegacySignatures?.toLowerCase() === 'true' };
      const id = JSON.stringify([signingCertificates, policy]);
      const root = tried.get(id) ?? proved(signingCertificates, policy).catch(orRefusal);
      tried.set(id, root);
      return root;
    };
};

// The provider may have a new key that we do not know of yet.
const provedByOne = async (provider: IdentityProvider, attempt: Attempt): Promise<readonly Proved[]> => {
  const metadata = await metadataOf(provider);
  const root = await attempt(metadata);
  if (!(root instanceof SamlRefusal)) return [{ provider, metadata, root }];
  const renewed = await renewedMetadata(provider, metadata);
  const later = renewed && (await attempt(renewed));
  return !later || later instanceof SamlRefusal ? [] : [{ provider, metadata: renewed, root: later }];
};

const provedBy = async (
  providers: readonly IdentityProvider[],
  proved: Opened['proved'],
): Promise<readonly [Proved, ...Proved[]]> => {
  const attempt = attemptsOf(proved);
  const found = await Promise.all(providers.map((provider) => provedByOne(provider, attempt(provider))));
  const [first, ...others] = found.flat();
  if (!first) throw new SamlRefusal('No provider of the pool has signed the message');
  return [first, ...others];
};

// Users who are linked by another attribute are known by their last sign-in with that NameID, as long as they are linked.
const linkedOtherwise = async (
  pool: UserPool,
  signers: readonly Proved[],
  userId: string,
): Promise<readonly string[]> => {
  const providers = signers.flatMap(({ provider }) => (provider.linkAttributes?.length ? [provider.name] : []));
  const subjects = providers.map((providerName) => ({ providerName, userId }));
  const owners = await samlSubjectRepository().findAll(pool.id, subjects);
  const found = owners.map(async (owner, index) => {
    const { user } = owner ? await users().findByKey(pool, owner.userKey) : {};
    const isLinked = user?.identities?.some(({ providerName }) => providerName === providers[index]);
    return owner && user?.sub === owner.sub && isLinked ? [owner.userKey] : [];
  });
  return (await Promise.all(found)).flat();
};

const ownersOf = async (pool: UserPool, signers: readonly Proved[], userId: string): Promise<readonly string[]> => {
  const identities = signers.map(({ provider }) => ({ providerName: provider.name, userId }));
  const [owners, others] = await Promise.all([
    externalIdentityRepository().findAll(pool.id, identities),
    linkedOtherwise(pool, signers, userId),
  ]);
  return [...new Set([...owners.flatMap((owner) => owner?.userKey ?? []), ...others])];
};

class UserGone extends Error {
  readonly userKey: string;

  constructor(userKey: string) {
    super();
    this.userKey = userKey;
  }
}

// All at once: a message that was used up without signing anybody out would be worth nothing any more.
const signOut = async (
  pool: UserPool,
  issuer: string,
  logout: IncomingLogout,
  userKeys: readonly string[],
): Promise<void> => {
  const refused = () => new SamlRefusal('The message was used before');
  const used = { poolId: pool.id, issuer, id: `logout ${logout.id}`, expiresAt: logout.usableUntil };
  const ends = userKeys.map((userKey) => userRepository().signOut(pool.id, userKey, () => new UserGone(userKey)));
  try {
    const told = await Promise.all(userKeys.map((userKey) => sessionEndWrites(pool, { userKey })));
    await table().write([samlAssertionRepository().use(used, now(), refused), ...ends, ...told.flat()]);
  } catch (error) {
    if (!(error instanceof UserGone)) throw error;
    const left = userKeys.filter((userKey) => userKey !== error.userKey);
    await signOut(pool, issuer, logout, left);
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
  const signers = await provedBy(await identityProviderRepository().findBySamlIssuer(pool.id, issuer), proved);
  const [{ metadata, root }] = signers;
  const logout = readLogoutRequest(root, { issuer, destination, now: now() });
  await signOut(pool, issuer, logout, await ownersOf(pool, signers, logout.nameId.value));
  return answerTo(pool, metadata, logout.id, relayState);
};
