import { randomUUID } from 'node:crypto';
import { logoutRequest, signedXml } from '#shared/domain/federation/saml/messages.ts';
import { askHost, get } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { authorizePath, callback, locationOf } from '#tests/support/oauth.ts';
import { makePool } from '#tests/support/pools.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';
import { makeSamlPool, providerKey, providerName } from '#tests/support/saml/saml-pool.ts';
import {
  beginSamlSignIn,
  bringAnswer,
  receivedRequest,
  samlAnswer,
  signInBySaml,
} from '#tests/support/saml/saml-sign-in.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const bye = 'https://app.example.com/bye';

const pool = once(() => makeSamlPool());
const signing = once(() => makeSamlPool({ details: { RequestSigningAlgorithm: 'rsa-sha256', IDPSignout: 'true' } }));

const atDomain = once(async () => {
  const prefix = aPrefix();
  await createDomain((await pool()).poolId, prefix);
  return { host: hostOf(prefix) };
});

const leadsTo = async (answer: Promise<Response>, to: string): Promise<void> => {
  const location = locationOf(await answer);
  if (!location.href.startsWith(to) || location.searchParams.has('error')) throw new Error(location.href);
};

/** A response that the browser is about to bring. */
const response =
  (nameId: () => Promise<string>, mail = () => 'ada@example.com'): Scenario['prepare'] =>
  async () => {
    const agent = newUserAgent();
    const { id: requestId, relayState } = await beginSamlSignIn(agent, await pool());
    const facts = { nameId: await nameId(), attributes: { mail: [mail()] } };
    const xml = samlAnswer(await pool(), facts, { requestId });
    return () => leadsTo(bringAnswer(agent, xml, relayState), callback);
  };

const known = once(async () => {
  const nameId = randomUUID();
  await signInBySaml(await pool(), { nameId, attributes: { mail: ['ada@example.com'] } });
  return nameId;
});

const tenProviders = once(async () => {
  const { poolId } = await makePool();
  for (let index = 1; index <= 10; index += 1) {
    const entityId = `https://idp-${index}.example.com`;
    const ProviderDetails = { MetadataFile: metadataXml({ keys: [providerKey], entityId }) };
    await makeProvider({ poolId }, { ProviderName: `Number-${index}`, ProviderType: 'SAML', ProviderDetails });
  }
  const prefix = aPrefix();
  await createDomain(poolId, prefix);
  return { host: hostOf(prefix) };
});

const logoutMessage = (host: string, issuer: string, value: string) =>
  logoutRequest({
    id: `_${randomUUID()}`,
    issuer,
    destination: `http://${host}/saml2/logout`,
    issuedAt: Date.now(),
    nameId: { value, format: undefined, nameQualifier: undefined, spNameQualifier: undefined },
    sessionIndex: undefined,
  });

/** Somebody else, whose address changes. */
const another = once(async () => {
  const nameId = randomUUID();
  await signInBySaml(await pool(), { nameId, attributes: { mail: ['ada@example.com'] } });
  return nameId;
});

const toProvider =
  (made: typeof pool): Scenario['prepare'] =>
  async () =>
  async () =>
    leadsTo(
      newUserAgent().get(authorizePath(await made(), { identity_provider: providerName })),
      'https://idp.example.com/sso/',
    );

/** What browsers ask on their way through a SAML provider. */
export const saml: readonly Scenario[] = [
  { operation: 'authorize', way: 'to a SAML provider', prepare: toProvider(pool) },
  { operation: 'authorize', way: 'to a SAML provider, signed', prepare: toProvider(signing) },
  { operation: 'saml2-idp-response', way: 'first sign-in', prepare: response(async () => randomUUID()) },
  { operation: 'saml2-idp-response', way: 'later sign-in', prepare: response(known) },
  {
    operation: 'saml2-idp-response',
    way: 'later sign-in, with a changed attribute',
    prepare: response(another, () => `${randomUUID()}@example.com`),
  },
  {
    operation: 'saml2-metadata',
    prepare: async () => async () => {
      const { poolId } = await pool();
      const { status } = await get(`/${poolId}/saml2/metadata?identity_provider=${providerName}`);
      if (status !== 200) throw new Error(`It answers ${status}.`);
    },
  },
  {
    operation: 'logout',
    way: 'by a SAML provider',
    prepare: async () => {
      const agent = newUserAgent();
      const { clientId } = await signing();
      await signInBySaml(await signing(), {}, { agent });
      const query = new URLSearchParams({ client_id: clientId, logout_uri: bye });
      return () => leadsTo(agent.get(`/logout?${query}`), 'https://idp.example.com/slo/');
    },
  },
  {
    operation: 'saml2-logout',
    way: 'answer of a SAML provider',
    prepare: async () => {
      const agent = newUserAgent();
      const { clientId } = await signing();
      await signInBySaml(await signing(), {}, { agent });
      const query = new URLSearchParams({ client_id: clientId, logout_uri: bye });
      const { relayState: RelayState } = receivedRequest(locationOf(await agent.get(`/logout?${query}`)));
      return () => leadsTo(agent.post('/saml2/logout', { SAMLResponse: 'PGEvPg==', RelayState }), bye);
    },
  },
  {
    operation: 'saml2-logout',
    way: 'request of a SAML provider',
    prepare: async () => {
      const { host } = await atDomain();
      const message = logoutMessage(host, 'https://idp.example.com/metadata', await known());
      const SAMLRequest = Buffer.from(signedXml(message, providerKey).xml).toString('base64');
      return async () => {
        const { status } = await askHost(host, '/saml2/logout', 'POST', { form: { SAMLRequest } });
        if (status !== 302) throw new Error(`It answers ${status}.`);
      };
    },
  },
  {
    operation: 'saml2-logout',
    way: 'request of nobody, in a pool of ten providers',
    prepare: async () => {
      const { host } = await tenProviders();
      const message = logoutMessage(host, 'https://nobody.example.com', 'Ada');
      const SAMLRequest = Buffer.from(signedXml(message, providerKey).xml).toString('base64');
      return async () => {
        const { headers } = await askHost(host, '/saml2/logout', 'POST', { form: { SAMLRequest } });
        if (!headers.location?.includes('/error?')) throw new Error('It is not refused.');
      };
    },
  },
];
