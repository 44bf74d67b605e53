#!/usr/bin/env bash
# @node-saml/node-saml 5.1.0: an assertion names an attribute twice, with one value each, as some identity providers send
# groups. What does the profile have?
#
# One would expect: both values, as SAML does not forbid to name an attribute more than once; or an error; at worst the
# same one of them everywhere.
# What happens: the profile has two answers. `profile.groups` is the first value, `profile.attributes.groups` the last. Two
# values within one attribute are a list in both places.
# Why it matters: whoever reads groups loses all but one, and which one depends on the way it is read. With a test user in
# one group, nothing shows.
# A way out: read the attributes from the assertion that was verified (`profile.getAssertionXml()`).
#
# Output seen (Node 20.20.2 and 24.21.0, xml-crypto 6.3.2):
#   named twice: profile.groups ["readers"], profile.attributes.groups ["admins"]
#   named once:  profile.groups ["readers","admins"], profile.attributes.groups ["readers","admins"]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @node-saml/node-saml@5.1.0 xml-crypto@6.3.2 >/dev/null 2>&1

cat >groups.mjs <<'JS'
import { generateKeyPairSync } from 'node:crypto';
import { SAML } from '@node-saml/node-saml';
import { SignedXml } from 'xml-crypto';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const idpCert = publicKey.export({ format: 'pem', type: 'spki' });
const [acs, app, idp] = ['https://app.example.com/acs', 'https://app.example.com', 'https://idp.example.com'];
const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

const assertionOf = (attributes) => `<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" IssueInstant="${at(0)}">
<a:Issuer>${idp}</a:Issuer>
<a:Subject>
  <a:NameID>ada</a:NameID>
  <a:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
    <a:SubjectConfirmationData NotOnOrAfter="${at(5)}" Recipient="${acs}"/>
  </a:SubjectConfirmation>
</a:Subject>
<a:Conditions NotBefore="${at(-5)}" NotOnOrAfter="${at(5)}">
  <a:AudienceRestriction><a:Audience>${app}</a:Audience></a:AudienceRestriction>
</a:Conditions>
<a:AttributeStatement>${attributes}</a:AttributeStatement>
</a:Assertion>`;

const sign = (assertion) => {
  const signature = new SignedXml({
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  });
  signature.addReference({
    xpath: "//*[local-name(.)='Assertion']",
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  });
  signature.computeSignature(assertion, { location: { reference: "//*[local-name(.)='Issuer']", action: 'after' } });
  return signature.getSignedXml();
};

const responseOf = (assertion) => `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_2" Version="2.0" IssueInstant="${at(0)}" Destination="${acs}">
<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status>${sign(assertion)}</p:Response>`;

const saml = new SAML({ callbackUrl: acs, issuer: app, audience: app, idpCert, wantAuthnResponseSigned: false });
const attributeOf = (...values) =>
  `<a:Attribute Name="groups">${values.map((value) => `<a:AttributeValue>${value}</a:AttributeValue>`).join('')}</a:Attribute>`;
for (const [how, attributes] of [
  ['named twice:', attributeOf('readers') + attributeOf('admins')],
  ['named once: ', attributeOf('readers', 'admins')],
]) {
  const SAMLResponse = Buffer.from(responseOf(assertionOf(attributes))).toString('base64');
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
  const [flat, nested] = [profile.groups, profile.attributes.groups].map((groups) => JSON.stringify([groups].flat()));
  console.log(`${how} profile.groups ${flat}, profile.attributes.groups ${nested}`);
}
JS

seen=$(node groups.mjs)
echo "@node-saml/node-saml $(node -p "require('./node_modules/@node-saml/node-saml/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'named twice: profile.groups ["readers"], profile.attributes.groups ["admins"]
named once:  profile.groups ["readers","admins"], profile.attributes.groups ["readers","admins"]' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
