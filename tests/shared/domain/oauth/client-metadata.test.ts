import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDocumentId, readClientMetadata } from '#shared/domain/oauth/client-metadata.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';

const client = { redirect_uris: ['http://localhost/callback'], token_endpoint_auth_method: 'none' };
const nameOf = (client_name: string) => readClientMetadata({ ...client, client_name }, ['code']).name;

describe('the metadata of a client', () => {
  it('are read, or refused in the words of OAuth, whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        try {
          readClientMetadata(value, ['code', 'client_credentials']);
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('have a name of what people see, which is its own name again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = nameOf(text);
        if (name === undefined) return;
        expect(name).not.toMatch(/\p{C}/u);
        expect([...name].length).toBeLessThanOrEqual(128);
        expect(name).toBe(name.trim());
        expect(nameOf(name)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a\u202eb', 'ab'],
    ['\u200b', undefined],
    [' My \n  agent ', 'My agent'],
    ['ﬁle', 'file'],
  ])('make of the name %j %j', (given, name) => {
    expect(nameOf(given)).toBe(name);
  });

  it('prefer people to machines, and leave out what may not be registered', () => {
    const both = { ...client, grant_types: ['client_credentials', 'authorization_code', 'implicit'] };
    expect(readClientMetadata(both, ['code', 'client_credentials']).flow).toBe('code');
    expect(() => readClientMetadata({ ...client, grant_types: ['implicit'] }, ['code'])).toThrow(OAuthError);
  });
});

describe('the address of a metadata document', () => {
  it.each(['https://app.example.com/client.json', 'https://app.example.com:8443/a/b'])('may be %s', (url) => {
    expect(isDocumentId(url)).toBe(true);
  });

  it.each([
    'http://app.example.com/client.json',
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com/a/../b',
    'https://app.example.com/./a',
    'https://App.example.com/a',
    'https://app.example.com/a?b',
    'https://app.example.com/a#b',
    'https://user@app.example.com/a',
    'https://app.example.com:443/a',
    `https://app.example.com/${'a'.repeat(512)}`,
    'https://app.example.com/a b',
    'javascript:alert(1)',
    '',
  ])('is not %j', (url) => {
    expect(isDocumentId(url)).toBe(false);
  });

  it('is one that the parser of addresses writes in the same way', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        if (isDocumentId(url)) expect(new URL(url).href).toBe(url);
      }),
    );
  });
});
