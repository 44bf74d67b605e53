/** Responses that somebody made of a genuine one. None of them is taken, and none gives another name. */
import { SAML } from '@node-saml/node-saml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import { elementsIn } from '#shared/domain/federation/saml/xml-element.ts';
import { openResponse } from '#shared/services/federation/saml/open-response.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import { assertionXml, responseXml, signed } from '#tests/support/saml/saml-response.ts';
import { encrypted } from '#tests/support/saml/xml-encryption.ts';

const key = newSamlKey();
const ours = newSamlKey();
const destination = 'https://auth.example.com/saml2/idpresponse';
const issuer = 'https://idp.example.com/metadata';

const namesIn = async (text: string): Promise<readonly string[]> => {
  const source = {
    issuer,
    certificates: [key.certificate],
    decryptionKey: ours.privateKey,
    wantsEncryption: false,
    allowsSha1: false,
  };
  const assertion = await openResponse(text, source, { destination, inResponseTo: undefined });
  return elementsIn(assertion)
    .filter(({ local }) => local === 'NameID')
    .map((nameId) => nameId.text);
};

const whyRefused = async (text: string): Promise<string> => {
  try {
    return `taken for ${(await namesIn(text)).join()}`;
  } catch (error) {
    if (error instanceof SamlRefusal) return error.message;
    throw error;
  }
};

const genuine = signed(assertionXml({ id: '_genuine' }), 'Assertion', key);
const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(genuine)?.[0] ?? '';
const unsigned = genuine.replace(signature, '');
const evil = assertionXml({ id: '_evil', nameId: 'eve' });
const withSignature = (xml: string, added: string): string => xml.replace('</saml:Issuer>', `</saml:Issuer>${added}`);

const whole = signed(responseXml({ id: '_whole', content: assertionXml({ id: '_genuine' }) }), 'Response', key);
const wholeSignature = /<ds:Signature .*<\/ds:Signature>/s.exec(whole)?.[0] ?? '';
const wholeUnsigned = whole.replace(wholeSignature, '');
const evilResponse = responseXml({ id: '_evil', content: assertionXml({ id: '_evil_assertion', nameId: 'eve' }) });

const several = 'The response has more than one assertion';
const misplaced = 'The signature is not where it should be';

describe('signature wrapping', () => {
  it('does not get by with the signed response within an evil one', async () => {
    const inSignature = wholeSignature.replace(
      '</ds:Signature>',
      `<ds:Object>${wholeUnsigned}</ds:Object></ds:Signature>`,
    );
    expect(await whyRefused(withSignature(evilResponse, inSignature))).toBe(several);
    expect(await whyRefused(withSignature(evilResponse, wholeSignature + wholeUnsigned))).toBe(several);
    expect(await whyRefused(evilResponse.replace('</samlp:Response>', `${whole}</samlp:Response>`))).toBe(several);
    expect(await whyRefused(withSignature(evilResponse, `<samlp:Extensions>${whole}</samlp:Extensions>`))).toBe(
      several,
    );
  });

  it('does not get by with the signed assertion beside an evil one', async () => {
    for (const content of [evil + genuine, genuine + evil]) {
      expect(await whyRefused(responseXml({ content }))).toBe(several);
    }
    const extensions = `<samlp:Extensions>${evil}</samlp:Extensions>`;
    expect(await whyRefused(withSignature(responseXml({ content: genuine }), extensions))).toBe(several);
    const hidden = `<samlp:Extensions>${genuine}</samlp:Extensions>`;
    expect(await whyRefused(withSignature(responseXml({ content: evil }), hidden))).toBe(several);
  });

  it('does not get by with the signed assertion in an evil one, or the other way round', async () => {
    const inEvil = evil.replace('</saml:Assertion>', `${genuine}</saml:Assertion>`);
    const inAdvice = evil.replace('<saml:Conditions', `<saml:Advice>${genuine}</saml:Advice><saml:Conditions`);
    const inGenuine = genuine.replace('</saml:Assertion>', `${evil}</saml:Assertion>`);
    for (const content of [inEvil, inAdvice, inGenuine]) {
      expect(await whyRefused(responseXml({ content }))).toBe(several);
    }
  });

  it('does not get by with the signature in an evil assertion, and what it signs elsewhere', async () => {
    const taken = withSignature(evil, signature);
    expect(await whyRefused(responseXml({ content: taken }))).toBe('The signature is of another element');
    expect(await whyRefused(responseXml({ content: taken + unsigned }))).toBe(several);
    const inObject = signature.replace('</ds:Signature>', `<ds:Object>${unsigned}</ds:Object></ds:Signature>`);
    expect(await whyRefused(responseXml({ content: withSignature(evil, inObject) }))).toBe(several);
    const renamed = inObject.replaceAll('saml:Assertion', 'saml:Advice');
    expect(await whyRefused(responseXml({ content: withSignature(evil, renamed) }))).toBe(
      'The signature has parts that are not taken',
    );
  });

  it('does not get by with an ID that is there twice', async () => {
    const twin = withSignature(evil.replace('_evil', '_genuine'), signature);
    expect(await whyRefused(responseXml({ content: twin }))).toBe('The signature is not valid');
    for (const name of ['ID', 'Id', 'id', 'saml:ID']) {
      const extensions = `<samlp:Extensions><samlp:x xmlns:saml="urn:x" ${name}="_genuine"/></samlp:Extensions>`;
      expect(await whyRefused(withSignature(responseXml({ content: genuine }), extensions))).toBe(
        'Two elements have the same ID',
      );
    }
  });

  it('does not get by with signatures elsewhere, or more than one', async () => {
    const elsewhere = genuine.replace(signature, '').replace('<saml:Subject>', `<saml:Subject>${signature}`);
    expect(await whyRefused(responseXml({ content: elsewhere }))).toBe(misplaced);
    expect(await whyRefused(withSignature(responseXml({ content: evil }), signature))).toBe(
      'The signature is of another element',
    );
    expect(await whyRefused(responseXml({ content: withSignature(genuine, signature) }))).toBe(
      'There is more than one Signature in Assertion',
    );
    const foreign = '<x:Signature xmlns:x="urn:x"/>';
    expect(
      await whyRefused(responseXml({ content: genuine.replace('<saml:Subject>', `${foreign}<saml:Subject>`) })),
    ).toBe(misplaced);
  });

  it('does not get by with assertions of another name or namespace', async () => {
    const other = evil.replaceAll('<saml:', '<x:').replaceAll('</saml:', '</x:').replace('xmlns:saml', 'xmlns:x');
    expect(await whyRefused(responseXml({ content: other + genuine }))).toBe(several);
    const foreign = evil.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:other');
    expect(await whyRefused(responseXml({ content: foreign }))).toBe('The assertion is not where it should be');
    const nested = withSignature(responseXml(), `<samlp:Extensions>${genuine}</samlp:Extensions>`);
    expect(await whyRefused(nested)).toBe('The assertion is not where it should be');
  });

  it('does not get by with an encrypted assertion that has more than the signed one in it', async () => {
    const text = 'The assertion cannot be decrypted, or its signature is not valid';
    const cases = [
      evil + genuine,
      withSignature(evil, signature),
      evil.replace('</saml:Assertion>', `${genuine}</saml:Assertion>`),
      evil,
    ];
    for (const inside of cases) {
      expect(await whyRefused(responseXml({ content: encrypted(inside, ours.certificate) }))).toBe(text);
    }
    const twice = encrypted(genuine, ours.certificate) + encrypted(evil, ours.certificate);
    expect(await whyRefused(responseXml({ content: twice }))).toBe(several);
    expect(await whyRefused(responseXml({ content: genuine + encrypted(evil, ours.certificate) }))).toBe(several);
  });
});

describe('a signature', () => {
  const changed = (from: string | RegExp, to: string) => responseXml({ content: genuine.replace(from, to) });
  const parts = 'The signature has parts that are not taken';

  it('is refused with other parts than it needs', async () => {
    const reference = /<ds:Reference .*<\/ds:Reference>/s.exec(signature)?.[0] ?? '';
    const info = /<ds:SignedInfo.*<\/ds:SignedInfo>/s.exec(signature)?.[0] ?? '';
    expect(await whyRefused(changed(reference, reference + reference))).toBe(parts);
    expect(await whyRefused(changed(reference, ''))).toBe(parts);
    expect(await whyRefused(changed(info, info + info))).toBe(parts);
    expect(await whyRefused(changed('<ds:SignatureValue>', '<ds:Object/><ds:SignatureValue>'))).toBe(parts);
    expect(await whyRefused(changed(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, `<ds:KeyInfo>${info}</ds:KeyInfo>`))).toBe(parts);
    expect(await whyRefused(changed('<ds:DigestValue>', '<ds:DigestValue><ds:x/>'))).toBe(parts);
  });

  it('is refused with transforms that could sign something else', async () => {
    const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
    expect(await whyRefused(changed(enveloped, 'http://www.w3.org/TR/1999/REC-xslt-19991116'))).toBe(parts);
    expect(await whyRefused(changed(enveloped, 'http://www.w3.org/TR/1999/REC-xpath-19991116'))).toBe(parts);
    const transform = `<ds:Transform Algorithm="${enveloped}"/>`;
    expect(await whyRefused(changed(transform, transform + transform))).toBe(parts);
    expect(await whyRefused(changed('<ds:Transforms>', '<ds:Transforms><ds:Transform/>'))).toBe(parts);
  });

  it('is refused for the whole document, or for something outside', async () => {
    for (const uri of ['', '#', '#_other', 'https://evil.example.com/#_genuine', "#xpointer(id('_genuine'))"]) {
      expect(await whyRefused(changed('URI="#_genuine"', `URI="${uri}"`))).toBe('The signature is of another element');
    }
  });
});

describe('XML that could be read in two ways', () => {
  const content = (xml: string) => responseXml({ content: xml });
  const named = (inside: string) => content(genuine.replace('>ada<', `>${inside}<`));

  it('is refused, though the signature would be valid', async () => {
    expect(await whyRefused(named('ada<!-- x -->.evil'))).toBe('The XML has a comment');
    expect(await whyRefused(named('<!---->ada'))).toBe('The XML has a comment');
    expect(await whyRefused(named('<?x a?>da'))).toBe('The XML has a processing instruction');
    expect(await whyRefused(named('<![CDATA[ada]]>'))).toBe('The XML has a CDATA section');
  });

  it('is refused with a document type, whatever it declares', async () => {
    for (const declared of [
      '',
      ' [<!ENTITY a "ada">]',
      ' SYSTEM "file:///etc/passwd"',
      ' [<!ATTLIST x ID ID #IMPLIED>]',
    ]) {
      expect(await whyRefused(`<!DOCTYPE x${declared}>${content(genuine)}`)).toBe('The XML has a document type');
      expect(await whyRefused(`<?xml version="1.0"?><!doctype x${declared}>${content(genuine)}`)).toBe(
        'The XML has a document type',
      );
    }
    expect(await whyRefused(named('&a;'))).toBe('The XML has an entity that is not known');
    expect(await whyRefused(named('&nbsp;'))).toBe('The XML has an entity that is not known');
  });

  it('is refused where it is not well-formed, or not UTF-8', async () => {
    const malformed = 'The XML is not well-formed';
    expect(await whyRefused('')).toBe(malformed);
    expect(await whyRefused('text')).toBe(malformed);
    expect(await whyRefused(content(genuine).slice(0, -3))).toBe(malformed);
    expect(await whyRefused(content(genuine) + content(evil))).toBe(malformed);
    expect(await whyRefused(content(genuine.replace('Version=', 'ID="_evil" Version=')))).toBe(malformed);
    expect(await whyRefused(content(genuine.replace('<saml:Subject>', '<other:Subject>')))).toBe(malformed);
    expect(await whyRefused(named('&#0;'))).toBe(malformed);
    expect(await whyRefused(named('&#xD800;'))).toBe(malformed);
    expect(await whyRefused(`<?xml version="1.0" encoding="UTF-16"?>${content(genuine)}`)).toBe('The XML is not UTF-8');
  });

  it('is refused where it grows, before a parser reads it', async () => {
    const many = '<x/>'.repeat(5001);
    const deep = `${'<x>'.repeat(41)}${'</x>'.repeat(41)}`;
    expect(await whyRefused(content(many))).toBe('The XML has too many elements');
    expect(await whyRefused(content(deep))).toBe('The XML is too deep');
    expect(await whyRefused(content('x'.repeat(100_000)))).toBe('The XML is too long');
    const long = `<samlp:Extensions xmlns:x="urn:${'x'.repeat(300)}">${'<x:y/>'.repeat(4000)}</samlp:Extensions>`;
    expect(await whyRefused(withSignature(content(genuine), long))).toBe('The XML is not well-formed');
  });
});

describe('any change to a genuine response', () => {
  const text = responseXml({ content: genuine });
  const peer = new SAML({
    callbackUrl: destination,
    issuer: 'x',
    audience: false,
    idpCert: key.certificate,
    wantAssertionsSigned: false,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: -1,
  });

  it('is refused, or changes nothing that was signed', async () => {
    const piece = fc.constantFrom(
      '<x/>',
      'eve',
      '&amp;',
      '"',
      '<',
      '<!--',
      ' ID="_x"',
      '</saml:NameID>',
      evil,
      signature,
    );
    const position = fc.nat(text.length);
    await fc.assert(
      fc.asyncProperty(position, fc.nat(60), piece, async (at, length, inserted) => {
        const forged = text.slice(0, at) + inserted + text.slice(at + length);
        expect(await whyRefused(forged)).not.toMatch(/^taken for (?!ada$)/);
      }),
      { numRuns: 150 },
    );
  });

  it('is not taken where node-saml as a whole refuses it', async () => {
    const piece = fc.constantFrom('', '<x/>', 'eve', evil, genuine, signature);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), piece, async (at, inserted) => {
        const forged = text.slice(0, at) + inserted + text.slice(at);
        const ourAnswer = await whyRefused(forged);
        if (!ourAnswer.startsWith('taken')) return;
        const container = { SAMLResponse: Buffer.from(forged).toString('base64') };
        expect((await peer.validatePostResponseAsync(container)).profile?.nameID).toBe('ada');
      }),
      { numRuns: 100 },
    );
  });
});
