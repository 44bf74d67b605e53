/** Signs users in through a SAML provider that the test plays itself. */
import { inflateRawSync } from 'node:zlib';
import { authorizePath, locationOf } from '../oauth.ts';
import { stack } from '../stack.ts';
import { newUserAgent, type UserAgent } from '../user-agent.ts';
import type { SamlKey } from './saml-keys.ts';
import { providerKey, providerName, type SamlPool } from './saml-pool.ts';
import { type AssertionFacts, assertionXml, responseXml, type SignatureOptions, signed } from './saml-response.ts';

/** A request of ours as a provider gets it. */
export interface ReceivedRequest {
  readonly id: string;
  readonly xml: string;
  readonly relayState: string;
  /** Where it wants its answer. */
  readonly consumer: string;
}

const attributeIn = (xml: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(xml)?.[1] ?? '';

/** The request in the address that a browser is led to. */
export const receivedRequest = (location: URL): ReceivedRequest => {
  const message = Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64');
  const xml = inflateRawSync(message).toString();
  return {
    id: attributeIn(xml, 'ID'),
    xml,
    relayState: location.searchParams.get('RelayState') ?? '',
    consumer: attributeIn(xml, 'AssertionConsumerServiceURL'),
  };
};

/** Begins a sign-in in the browser, and gives what the provider gets. */
export const beginSamlSignIn = async (
  agent: UserAgent,
  pool: Pick<SamlPool, 'clientId'>,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<ReceivedRequest> =>
  receivedRequest(locationOf(await agent.get(authorizePath(pool, { identity_provider: providerName, ...more }))));

interface AnswerOptions extends SignatureOptions {
  readonly by?: SamlKey;
  /** Where the provider began, its request has no ID. */
  readonly requestId?: string | undefined;
}

/** The response of the provider, whose assertion it signs. */
export const samlAnswer = (
  { poolId }: Pick<SamlPool, 'poolId'>,
  facts: Partial<AssertionFacts> = {},
  { by = providerKey, requestId, ...options }: AnswerOptions = {},
): string => {
  const recipient = `${stack().endpoint}/saml2/idpresponse`;
  const all = { audience: `urn:amazon:cognito:sp:${poolId}`, recipient, inResponseTo: requestId, ...facts };
  return responseXml({
    destination: recipient,
    inResponseTo: requestId,
    content: signed(assertionXml(all), 'Assertion', by, options),
  });
};

/** Brings a response to the pool, in the browser. */
export const bringAnswer = (agent: UserAgent, xml: string, relayState: string): Promise<Response> =>
  agent.post('/saml2/idpresponse', { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState });

/** A whole sign-in. The answer leads back to the app. */
export const signInBySaml = async (
  pool: SamlPool,
  facts: Partial<AssertionFacts> = {},
  {
    agent = newUserAgent(),
    scope,
    ...options
  }: AnswerOptions & { readonly agent?: UserAgent; readonly scope?: string } = {},
): Promise<Response> => {
  const { id: requestId, relayState } = await beginSamlSignIn(agent, pool, { scope });
  return bringAnswer(agent, samlAnswer(pool, facts, { requestId, ...options }), relayState);
};
