import { describe, expect, it } from 'vitest';
import { readAttributes } from '#shared/domain/federation/saml/assertion-attributes.ts';
import { parseXml } from '#shared/domain/federation/saml/xml-element.ts';

const read = (...attributes: readonly string[]) =>
  Object.fromEntries(
    readAttributes([
      parseXml(
        `<saml:AttributeStatement xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${attributes.join('\n')}</saml:AttributeStatement>`,
      ),
    ]),
  );

const attribute = (name: string, ...values: readonly string[]): string =>
  `<saml:Attribute Name="${name}">${values.join('\n')}</saml:Attribute>`;

const value = (text: string, more = ''): string => `<saml:AttributeValue${more}>${text}</saml:AttributeValue>`;

describe('attributes of an assertion', () => {
  it('have all values of those that are there several times', () => {
    expect(
      read(attribute('groups', value('a')), attribute('mail', value('m')), attribute('groups', value('b'))),
    ).toEqual({
      groups: ['a', 'b'],
      mail: ['m'],
    });
    expect(read(attribute('groups', value('a'), value('b')))).toEqual({ groups: ['a', 'b'] });
  });

  it('are empty where they are sent without a value, however that is written', () => {
    const ways = [
      attribute('x'),
      attribute('x', value('')),
      attribute('x', '<saml:AttributeValue/>'),
      attribute('x', value('', ' xsi:nil="true"')),
      attribute('x', value('', ' xsi:nil="1"')),
      '<saml:Attribute Name="x"/>',
    ];
    for (const way of ways) expect(read(way)).toEqual({ x: [''] });
    expect(read()).toEqual({});
    expect(read(attribute('x', value('', ' xsi:nil="true"'), value('a')))).toEqual({ x: ['a'] });
  });

  it('have the same value whatever its type', () => {
    for (const type of ['', ' xsi:type="xs:string"', ' xsi:type="xs:anyType"', ' xsi:nil="false"']) {
      expect(read(attribute('x', value(' a  b\n', type)))).toEqual({ x: [' a  b\n'] });
    }
    expect(read(attribute('x', value('&lt;b&gt; &amp; &#228;')))).toEqual({ x: ['<b> & ä'] });
  });

  it('have the text of an element as their value', () => {
    const nameId = '<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">\n abc\n</saml:NameID>';
    expect(read(attribute('x', value(`\n  ${nameId}\n`)))).toEqual({ x: ['abc'] });
  });

  it('are found by their FriendlyName, where no other has that name', () => {
    const friendly = (name: string, other: string, text: string) =>
      `<saml:Attribute FriendlyName="${other}" Name="${name}">${value(text)}</saml:Attribute>`;
    expect(read(friendly('urn:oid:1', 'mail', 'a'))).toEqual({ 'urn:oid:1': ['a'], mail: ['a'] });
    expect(read(friendly('urn:oid:1', 'mail', 'a'), attribute('mail', value('b')))).toMatchObject({ mail: ['b'] });
    expect(read(friendly('urn:oid:1', 'mail', 'a'), friendly('urn:oid:2', 'mail', 'b'))).toMatchObject({ mail: ['a'] });
  });

  it('are refused without a name, or with a character of four bytes', () => {
    expect(() => read(attribute('', value('a')))).toThrow('An attribute has no name');
    expect(() => read(attribute('näme', value('a😀')))).toThrow(
      'The attribute n?me has a character of four bytes in UTF-8',
    );
    expect(read(attribute('x', value('€ä')))).toEqual({ x: ['€ä'] });
  });

  it('may be called like parts of an object', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const found = read(...names.map((name) => attribute(name, value('a'))));
    for (const name of names) expect(Object.getOwnPropertyDescriptor(found, name)?.value).toEqual(['a']);
  });
});
