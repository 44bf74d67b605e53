import { randomUUID } from 'node:crypto';
import { logoutRequest, signedXml } from '#shared/domain/federation/saml/messages.ts';
import { askHost, get } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { authorizePath, callback, locationOf } from '#tests/support/oauth.ts';
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
  (nameId: () => Promise<string>): Scenario['prepare'] =>
  async () => {
    const agent = newUserAgent();
    const { id: requestId, relayState } = await beginSamlSignIn(agent, await pool());
    const facts = { nameId: await nameId(), attributes: { mail: ['ada@example.com'] } };
    const xml = samlAnswer(await pool(), facts, { requestId });
    return () => leadsTo(bringAnswer(agent, xml, relayState), callback);
  };

const known = once(async () => {
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
      const message = logoutRequest({
        id: `_${randomUUID()}`,
        issuer: 'https://idp.example.com/metadata',
        destination: `http://${host}/saml2/logout`,
        issuedAt: Date.now(),
        nameId: { value: await known(), format: undefined, nameQualifier: undefined, spNameQualifier: undefined },
        sessionIndex: undefined,
      });
      const SAMLRequest = Buffer.from(signedXml(message, providerKey).xml).toString('base64');
      return async () => {
        const { status } = await askHost(host, '/saml2/logout', 'POST', { form: { SAMLRequest } });
        if (status !== 302) throw new Error(`It answers ${status}.`);
      };
    },
  },
];
