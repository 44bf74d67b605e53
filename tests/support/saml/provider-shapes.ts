/** Responses in the shapes that the documentation of well-known providers shows. */
import type { SamlKey } from './saml-keys.ts';
import { type SignatureOptions, type SignedElement, signed } from './saml-response.ts';
import { encrypted } from './xml-encryption.ts';

export interface ShapeFacts {
  readonly issuer: string;
  readonly audience: string;
  readonly consumer: string;
  readonly requestId: string;
  readonly key: SamlKey;
  /** Certificate to encrypt by, DER in base64. */
  readonly encryptFor: string;
}

/** A provider's response, and what it says. */
export interface Shape {
  readonly name: string;
  readonly write: (facts: ShapeFacts) => string;
  readonly nameId: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol';
const success = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const xs = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

const confirmed = (prefix: string, { consumer, requestId }: ShapeFacts): string =>
  `<${prefix}SubjectConfirmation Method="${bearer}"><${prefix}SubjectConfirmationData InResponseTo="${requestId}" ` +
  `NotOnOrAfter="${at(5)}" Recipient="${consumer}"/></${prefix}SubjectConfirmation>`;

const conditions = (prefix: string, { audience }: ShapeFacts): string =>
  `<${prefix}Conditions NotBefore="${at(-5)}" NotOnOrAfter="${at(5)}"><${prefix}AudienceRestriction>` +
  `<${prefix}Audience>${audience}</${prefix}Audience></${prefix}AudienceRestriction></${prefix}Conditions>`;

const authenticated = (prefix: string, context: string): string =>
  `<${prefix}AuthnStatement AuthnInstant="${at(0)}" SessionIndex="_s"><${prefix}AuthnContext>` +
  `<${prefix}AuthnContextClassRef>${context}</${prefix}AuthnContextClassRef></${prefix}AuthnContext></${prefix}AuthnStatement>`;

const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password';

const sign = (xml: string, key: SamlKey, options: SignatureOptions, ...elements: readonly SignedElement[]): string =>
  elements.reduce((text, element) => signed(text, element, key, options), xml);

const claim = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

const microsoftAssertion = (facts: ShapeFacts, nameId: string, attributes: string): string =>
  `<Assertion ID="_assertion" IssueInstant="${at(0)}" Version="2.0" xmlns="${saml}"><Issuer>${facts.issuer}</Issuer>` +
  `<Subject>${nameId}${confirmed('', facts)}</Subject>${conditions('', facts)}` +
  `<AttributeStatement>${attributes}</AttributeStatement>${authenticated('', password)}</Assertion>`;

const microsoftAttribute = (name: string, ...values: readonly string[]): string =>
  `<Attribute Name="${name}">${values.map((value) => `<AttributeValue>${value}</AttributeValue>`).join('')}</Attribute>`;

const entra: Shape = {
  name: 'Entra ID: the assertion is signed, names are addresses, no prefixes',
  nameId: 'Ada@contoso.example',
  attributes: { [`${claim}/emailaddress`]: ['ada@contoso.example'], groups: ['g-1', 'g-2'] },
  write: (facts) =>
    sign(
      `<samlp:Response ID="_response" Version="2.0" IssueInstant="${at(0)}" Destination="${facts.consumer}" ` +
        `InResponseTo="${facts.requestId}" xmlns:samlp="${samlp}"><Issuer xmlns="${saml}">${facts.issuer}</Issuer>` +
        `<samlp:Status><samlp:StatusCode Value="${success}"/></samlp:Status>${microsoftAssertion(
          facts,
          '<NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">Ada@contoso.example</NameID>',
          microsoftAttribute(`${claim}/emailaddress`, 'ada@contoso.example') +
            microsoftAttribute('groups', 'g-1', 'g-2'),
        )}</samlp:Response>`,
      facts.key,
      { prefix: '' },
      'Assertion',
    ),
};

const adfs: Shape = {
  name: 'ADFS: the assertion is signed, the response has a consent',
  nameId: 'CONTOSO\\ada',
  attributes: { [`${claim}/upn`]: ['ada@contoso.example'], 'http://schemas.xmlsoap.org/claims/Group': ['Users'] },
  write: (facts) =>
    sign(
      `<samlp:Response ID="_response" Version="2.0" IssueInstant="${at(0)}" Destination="${facts.consumer}" ` +
        `Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified" InResponseTo="${facts.requestId}" ` +
        `xmlns:samlp="${samlp}"><Issuer xmlns="${saml}">${facts.issuer}</Issuer><samlp:Status>` +
        `<samlp:StatusCode Value="${success}"/></samlp:Status>${microsoftAssertion(
          facts,
          '<NameID>CONTOSO\\ada</NameID>',
          microsoftAttribute(`${claim}/upn`, 'ada@contoso.example') +
            microsoftAttribute('http://schemas.xmlsoap.org/claims/Group', 'Users'),
        )}</samlp:Response>`,
      facts.key,
      { prefix: 'ds' },
      'Assertion',
    ),
};

const typed = (prefix: string, value: string): string =>
  `<${prefix}AttributeValue ${xs} ${xsi} xsi:type="xs:string">${value}</${prefix}AttributeValue>`;

const okta: Shape = {
  name: 'Okta: both are signed, values have types, prefixes are kept',
  nameId: 'ada@example.com',
  attributes: { email: ['ada@example.com'], groups: ['Everyone', 'Admins'] },
  write: (facts) =>
    `<?xml version="1.0" encoding="UTF-8"?>${sign(
      `<saml2p:Response Destination="${facts.consumer}" ID="id1" InResponseTo="${facts.requestId}" ` +
        `IssueInstant="${at(0)}" Version="2.0" xmlns:saml2p="${samlp}" ${xs}>` +
        `<saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity" xmlns:saml2="${saml}">${facts.issuer}</saml2:Issuer>` +
        `<saml2p:Status xmlns:saml2p="${samlp}"><saml2p:StatusCode Value="${success}"/></saml2p:Status>` +
        `<saml2:Assertion ID="id2" IssueInstant="${at(0)}" Version="2.0" xmlns:saml2="${saml}" ${xs}>` +
        `<saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity" xmlns:saml2="${saml}">${facts.issuer}</saml2:Issuer>` +
        `<saml2:Subject xmlns:saml2="${saml}"><saml2:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">` +
        `ada@example.com</saml2:NameID>${confirmed('saml2:', facts)}</saml2:Subject>${conditions('saml2:', facts)}` +
        `${authenticated('saml2:', password)}<saml2:AttributeStatement xmlns:saml2="${saml}">` +
        '<saml2:Attribute Name="email" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified">' +
        `${typed('saml2:', 'ada@example.com')}</saml2:Attribute><saml2:Attribute Name="groups">` +
        `${typed('saml2:', 'Everyone')}${typed('saml2:', 'Admins')}</saml2:Attribute></saml2:AttributeStatement>` +
        '</saml2:Assertion></saml2p:Response>',
      facts.key,
      { inclusive: ['xs'] },
      'Assertion',
      'Response',
    )}`,
};

const google: Shape = {
  name: 'Google Workspace: the response is signed, lines are broken',
  nameId: 'ada@example.com',
  attributes: { department: [''], employeeId: ['42'] },
  write: (facts) =>
    `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n${sign(
      `<saml2p:Response xmlns:saml2p="${samlp}" Destination="${facts.consumer}" ID="_r" ` +
        `InResponseTo="${facts.requestId}" IssueInstant="${at(0)}" Version="2.0">\n` +
        `<saml2:Issuer xmlns:saml2="${saml}">${facts.issuer}</saml2:Issuer>\n<saml2p:Status>\n` +
        `<saml2p:StatusCode Value="${success}"/>\n</saml2p:Status>\n` +
        `<saml2:Assertion xmlns:saml2="${saml}" ID="_a" IssueInstant="${at(0)}" Version="2.0">\n` +
        `<saml2:Issuer>${facts.issuer}</saml2:Issuer>\n<saml2:Subject>\n` +
        '<saml2:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ada@example.com</saml2:NameID>\n' +
        `${confirmed('saml2:', facts)}\n</saml2:Subject>\n${conditions('saml2:', facts)}\n` +
        '<saml2:AttributeStatement>\n<saml2:Attribute Name="department"/>\n<saml2:Attribute Name="employeeId">\n' +
        `<saml2:AttributeValue ${xs} ${xsi} xsi:type="xs:anyType">42</saml2:AttributeValue>\n</saml2:Attribute>\n` +
        `</saml2:AttributeStatement>\n${authenticated('saml2:', password)}\n</saml2:Assertion>\n</saml2p:Response>`,
      facts.key,
      {},
      'Response',
    )}`,
};

const keycloak: Shape = {
  name: 'Keycloak: both are signed, each role is an attribute of its own',
  nameId: 'G-6f1c',
  attributes: { Role: ['offline_access', 'admin'], email: ['ada@example.com'] },
  write: (facts) =>
    sign(
      `<samlp:Response xmlns:samlp="${samlp}" xmlns:saml="${saml}" Destination="${facts.consumer}" ID="ID_r" ` +
        `InResponseTo="${facts.requestId}" IssueInstant="${at(0)}" Version="2.0"><saml:Issuer>${facts.issuer}</saml:Issuer>` +
        `<samlp:Status><samlp:StatusCode Value="${success}"/></samlp:Status>` +
        `<saml:Assertion ID="ID_a" IssueInstant="${at(0)}" Version="2.0" xmlns="${saml}"><saml:Issuer>${facts.issuer}</saml:Issuer>` +
        '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">G-6f1c</saml:NameID>' +
        `${confirmed('saml:', facts)}</saml:Subject>${conditions('saml:', facts)}` +
        `${authenticated('saml:', 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified')}<saml:AttributeStatement>` +
        ['offline_access', 'admin']
          .map(
            (role) =>
              '<saml:Attribute Name="Role" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">' +
              `${typed('saml:', role)}</saml:Attribute>`,
          )
          .join('') +
        `<saml:Attribute FriendlyName="email" Name="urn:oid:1.2.840.113549.1.9.1">${typed('saml:', 'ada@example.com')}` +
        '</saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>',
      facts.key,
      { prefix: 'dsig', canonicalization: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments' },
      'Assertion',
      'Response',
    ),
};

const shibboleth: Shape = {
  name: 'Shibboleth: encrypted, the response is signed, a transient NameID, friendly names',
  nameId: 'AAdzZWNyZXQx',
  attributes: { mail: ['ada@example.org'], eduPersonTargetedID: ['84e411ea'], 'urn:oid:2.5.4.4': ['Lovelace'] },
  write: (facts) => {
    const attribute = (friendly: string, name: string, content: string) =>
      `<saml2:Attribute FriendlyName="${friendly}" Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">` +
      `<saml2:AttributeValue>${content}</saml2:AttributeValue></saml2:Attribute>`;
    const assertion =
      `<saml2:Assertion ID="_a" IssueInstant="${at(0)}" Version="2.0" xmlns:saml2="${saml}"><saml2:Issuer>${facts.issuer}</saml2:Issuer>` +
      `<saml2:Subject><saml2:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient" NameQualifier="${facts.issuer}" ` +
      `SPNameQualifier="${facts.audience}">AAdzZWNyZXQx</saml2:NameID>${confirmed('saml2:', facts)}</saml2:Subject>` +
      `${conditions('saml2:', facts)}${authenticated('saml2:', password)}<saml2:AttributeStatement>` +
      attribute('mail', 'urn:oid:0.9.2342.19200300.100.1.3', 'ada@example.org') +
      attribute('sn', 'urn:oid:2.5.4.4', 'Lovelace') +
      attribute(
        'eduPersonTargetedID',
        'urn:oid:1.3.6.1.4.1.5923.1.1.1.10',
        '<saml2:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">84e411ea</saml2:NameID>',
      ) +
      '</saml2:AttributeStatement></saml2:Assertion>';
    const content = encrypted(assertion, facts.encryptFor, { content: 'http://www.w3.org/2009/xmlenc11#aes128-gcm' });
    return sign(
      `<saml2p:Response Destination="${facts.consumer}" ID="_r" InResponseTo="${facts.requestId}" ` +
        `IssueInstant="${at(0)}" Version="2.0" xmlns:saml2p="${samlp}"><saml2:Issuer xmlns:saml2="${saml}">${facts.issuer}</saml2:Issuer>` +
        `<saml2p:Status><saml2p:StatusCode Value="${success}"/></saml2p:Status>${content}</saml2p:Response>`,
      facts.key,
      {},
      'Response',
    );
  },
};

const ping: Shape = {
  name: 'PingFederate: the assertion is signed, the subject is no address, an attribute is nil',
  nameId: 'ada',
  attributes: { memberOf: ['CN=a', 'CN=b'], title: [''] },
  write: (facts) =>
    sign(
      `<samlp:Response Version="2.0" ID="r.1" IssueInstant="${at(0)}" InResponseTo="${facts.requestId}" ` +
        `Destination="${facts.consumer}" xmlns:samlp="${samlp}"><saml:Issuer xmlns:saml="${saml}">${facts.issuer}</saml:Issuer>` +
        `<samlp:Status><samlp:StatusCode Value="${success}"/></samlp:Status>` +
        `<saml:Assertion ID="a.1" IssueInstant="${at(0)}" Version="2.0" xmlns:saml="${saml}"><saml:Issuer>${facts.issuer}</saml:Issuer>` +
        '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">ada</saml:NameID>' +
        `${confirmed('saml:', facts)}</saml:Subject>${conditions('saml:', facts)}${authenticated('saml:', password)}` +
        '<saml:AttributeStatement><saml:Attribute Name="memberOf" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">' +
        `${typed('saml:', 'CN=a')}${typed('saml:', 'CN=b')}</saml:Attribute><saml:Attribute Name="title">` +
        `<saml:AttributeValue ${xsi} xsi:nil="true"/></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>`,
      facts.key,
      {},
      'Assertion',
    ),
};

export const providerShapes: readonly Shape[] = [entra, adfs, okta, google, keycloak, shibboleth, ping];
