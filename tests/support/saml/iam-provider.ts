/** A SAML provider of IAM, whose assertions are logins of identity pools. The tests play it themselves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stack } from '../stack.ts';
import { newSamlKey } from './saml-keys.ts';
import { metadataXml } from './saml-metadata.ts';
import { type AssertionFacts, assertionXml, type ResponseFacts, responseXml, signed } from './saml-response.ts';

/** The ARN of a SAML provider. */
export const samlArn = (name: string): string => `arn:aws:iam::000000000000:saml-provider/${name}`;

/** The provider that has a key. */
export const corp = samlArn('corp');

const key = newSamlKey();

/** Where assertions for AWS are posted. */
export const awsRecipient = 'https://signin.aws.amazon.com/saml';

/**
 * Tells the IAM of this run's stack of providers: of corp, and of others by their metadata, where those without any are in
 * IAM's list alone. Gives what forgets them.
 */
export const registerSamlProviders = (others: Readonly<Record<string, string | undefined>> = {}): (() => void) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-saml-'));
  const all = Object.entries({ corp: metadataXml({ keys: [key] }), ...others });
  for (const [name, metadata] of all)
    if (metadata !== undefined) writeFileSync(path.join(directory, `${name}.xml`), metadata);
  const list = stack().env.GATEHOUSE_SAML_PROVIDERS ?? '';
  const files = all.map(([name]) => [samlArn(name), path.join(directory, `${name}.xml`)]);
  writeFileSync(list, JSON.stringify(Object.fromEntries(files)));
  return () => {
    rmSync(list, { force: true });
    rmSync(directory, { recursive: true });
  };
};

/** As it is posted. */
export const encoded = (xml: string): string => Buffer.from(xml).toString('base64');

/** A response of corp that is not signed. */
export const unsignedLogin = (facts: Partial<AssertionFacts>, response: Partial<ResponseFacts> = {}): string =>
  responseXml({
    destination: awsRecipient,
    ...response,
    content: assertionXml({ audience: 'urn:amazon:webservices', recipient: awsRecipient, ...facts }),
  });

/** What corp posts about ada: a response in base64, whose assertion it signs. */
export const samlLogin = (
  facts: Partial<AssertionFacts> = {},
  response: Partial<ResponseFacts> = {},
  by = key,
): string => encoded(signed(unsignedLogin(facts, response), 'Assertion', by));

/** The same, but signed as a whole. */
export const wholeSamlLogin = (facts: Partial<AssertionFacts> = {}): string =>
  encoded(signed(unsignedLogin(facts), 'Response', key));

/** The certificate of corp. */
export const { certificate: corpCertificate } = key;
