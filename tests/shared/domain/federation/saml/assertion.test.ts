import { describe, expect, it } from 'vitest';
import { clockSkewMs, readAssertion, toEpoch } from '#shared/domain/federation/saml/assertion.ts';
import { parseXml } from '#shared/domain/federation/saml/xml-element.ts';
import { type AssertionFacts, assertionXml } from '#tests/support/saml/saml-response.ts';

const now = Date.UTC(2026, 10, 30, 12);
const expected = {
  issuer: 'https://idp.example.com/metadata',
  audience: 'urn:amazon:cognito:sp:us-east-1_abcdefghi',
  recipient: 'https://auth.example.com/saml2/idpresponse',
  inResponseTo: '_request',
  now,
};

const read = (facts: Partial<AssertionFacts> = {}, more: Partial<typeof expected> | { inResponseTo: undefined } = {}) =>
  readAssertion(parseXml(assertionXml({ now, inResponseTo: '_request', ...facts })), { ...expected, ...more });

const readText = (from: string | RegExp, to: string) =>
  readAssertion(parseXml(assertionXml({ now, inResponseTo: '_request' }).replace(from, to)), expected);

describe('an assertion', () => {
  it('says whom it is about, in which session, and how they were authenticated', () => {
    expect(read({ id: '_a', nameId: 'Ada@Example.com', sessionIndex: '_s' })).toEqual({
      id: '_a',
      nameId: {
        value: 'Ada@Example.com',
        format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
        nameQualifier: undefined,
        spNameQualifier: undefined,
      },
      sessionIndex: '_s',
      authnContext: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
      attributes: new Map(),
      usableUntil: now + 300_000 + clockSkewMs,
    });
  });

  it('takes a NameID of any format, and none that is empty, encrypted or missing', () => {
    for (const format of [
      'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
      'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    ]) {
      expect(read({ nameIdFormat: format }).nameId.format).toBe(format);
    }
    expect(() => read({ nameId: ' ' })).toThrow('The NameID is empty');
    expect(() => readText(/<saml:NameID.*<\/saml:NameID>/, '')).toThrow('The assertion has no NameID');
    expect(() => readText(/<saml:NameID.*<\/saml:NameID>/, '<saml:EncryptedID/>')).toThrow(
      'The assertion has an encrypted NameID, which is not taken',
    );
    expect(() => readText(/(<saml:NameID.*<\/saml:NameID>)/, '$1$1')).toThrow(
      'There is more than one NameID in Subject',
    );
    expect(() => readText('>ada<', '>ada<x/>mant<')).toThrow('The NameID is empty');
  });

  it('is refused for somebody else, or from somebody else', () => {
    expect(() => read({ issuer: 'https://other.example.com' })).toThrow('The assertion is of another issuer');
    expect(() => read({ audience: 'urn:amazon:cognito:sp:us-east-1_other' })).toThrow('is for another audience');
    expect(() => read({ recipient: 'https://auth.example.com/saml2/idpresponse/' })).toThrow(
      'is for another recipient',
    );
    expect(() => readText(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '')).toThrow('another audience');
    const other = '<saml:AudienceRestriction><saml:Audience>urn:other</saml:Audience></saml:AudienceRestriction>';
    expect(() => readText('</saml:Conditions>', `${other}</saml:Conditions>`)).toThrow('is for another audience');
    expect(() => readText(/<saml:Conditions.*<\/saml:Conditions>/, '')).toThrow('The assertion has no Conditions');
  });

  it('may be for several audiences, of which we are one', () => {
    expect(readText('<saml:Audience>', '<saml:Audience>urn:other</saml:Audience><saml:Audience>').nameId.value).toBe(
      'ada',
    );
  });

  it('is refused where it does not answer the request, or answers one where the provider began', () => {
    expect(() => read({ inResponseTo: '_other' })).toThrow('The assertion does not answer the request');
    expect(() => read({ inResponseTo: undefined })).toThrow('The assertion does not answer the request');
    expect(() => read({}, { inResponseTo: undefined })).toThrow('The assertion answers a request');
    expect(read({ inResponseTo: undefined }, { inResponseTo: undefined }).nameId.value).toBe('ada');
  });

  it('is not older than six minutes where the provider began', () => {
    const unsolicited = (issued: number, inResponseTo?: string) =>
      readAssertion(parseXml(assertionXml({ now: issued, notOnOrAfter: now + 1000, inResponseTo })), {
        ...expected,
        inResponseTo,
      });
    expect(unsolicited(now - 360_000).nameId.value).toBe('ada');
    expect(() => unsolicited(now - 360_001)).toThrow('The assertion is older than six minutes');
    expect(unsolicited(now - 3_600_000, '_request').nameId.value).toBe('ada');
  });

  it('counts while it is valid, and three minutes before and after', () => {
    const last = now + 300_000 + clockSkewMs;
    const first = now - 60_000 - clockSkewMs;
    expect(read({}, { now: last - 1 }).nameId.value).toBe('ada');
    expect(() => read({}, { now: last })).toThrow('The assertion has expired');
    expect(read({}, { now: first }).nameId.value).toBe('ada');
    expect(() => read({}, { now: first - 1 })).toThrow('The assertion is not valid yet');
    expect(() => readText(/ NotOnOrAfter="[^"]*" Recipient/, ' Recipient')).toThrow(
      'The assertion has no NotOnOrAfter in SubjectConfirmationData',
    );
    expect(() => readText('SessionIndex=', 'SessionNotOnOrAfter="2026-11-30T11:00:00Z" SessionIndex=')).toThrow(
      'The assertion is of a session that is over',
    );
    expect(() => readText(/IssueInstant="[^"]*"/, '').nameId).not.toThrow();
    expect(() => readText(/NotBefore="[^"]*"/, 'NotBefore="yesterday"')).toThrow('A time is not in the form of SAML');
  });

  it('needs one confirmation of a bearer that holds, of several', () => {
    const confirmation = (recipient: string, method = 'bearer') =>
      `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:${method}"><saml:SubjectConfirmationData ` +
      `InResponseTo="_request" NotOnOrAfter="2026-11-30T12:05:00Z" Recipient="${recipient}"/></saml:SubjectConfirmation>`;
    const confirmedBy = (...confirmations: readonly string[]) =>
      readText(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, confirmations.join(''));
    expect(confirmedBy(confirmation('https://other.example.com'), confirmation(expected.recipient)).nameId.value).toBe(
      'ada',
    );
    expect(() => confirmedBy(confirmation('https://other.example.com'))).toThrow('is for another recipient');
    expect(() => confirmedBy(confirmation(expected.recipient, 'holder-of-key'))).toThrow('of a bearer');
    expect(() => confirmedBy()).toThrow('The assertion has no SubjectConfirmationData of a bearer');
  });

  it('is refused with a condition that is not known', () => {
    expect(() => readText('</saml:Conditions>', '<saml:Condition/></saml:Conditions>')).toThrow(
      'The assertion has a condition that is not known',
    );
    expect(readText('</saml:Conditions>', '<saml:OneTimeUse/></saml:Conditions>').nameId.value).toBe('ada');
  });

  it('is refused where it is none', () => {
    expect(() => readText('Version="2.0"', 'Version="1.1"')).toThrow('The assertion is not of SAML 2.0');
    expect(() => readText(/ ID="[^"]*"/, '')).toThrow('The assertion has no ID');
    expect(() => readText(/saml:Assertion/g, 'saml:Advice')).toThrow('The response has no assertion');
    expect(() =>
      readText('<saml:AuthnStatement', '<saml:Advice><saml:Assertion/></saml:Advice><saml:AuthnStatement'),
    ).toThrow('The response has more than one assertion');
  });
});

describe('a time', () => {
  it('is UTC where it has no zone', () => {
    expect(toEpoch('2026-11-30T12:00:00')).toBe(now);
    expect(toEpoch('2026-11-30T12:00:00.000Z')).toBe(now);
    expect(toEpoch('2026-11-30T12:00:00.1234567Z')).toBe(now + 123);
    expect(toEpoch('2026-11-30T13:00:00+01:00')).toBe(now);
    for (const text of ['', '2026-11-30', '1', '2026-13-30T12:00:00Z', '2026-11-30 12:00:00Z']) {
      expect(() => toEpoch(text)).toThrow('A time is not in the form of SAML');
    }
  });
});
