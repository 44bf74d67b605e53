import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discoveryUrl, metadataOfGiven, readOpenIdMetadata } from '#shared/domain/federation/openid-metadata.ts';

const issuer = 'https://idp.example.com/tenant';

const document = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/keys`,
};

describe('the metadata of an OpenID provider', () => {
  it('are below its issuer, with or without a slash at its end', () => {
    expect(discoveryUrl(issuer)).toBe(`${issuer}/.well-known/openid-configuration`);
    expect(discoveryUrl(`${issuer}/`)).toBe(`${issuer}/.well-known/openid-configuration`);
  });

  it('are read', () => {
    const more = {
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      code_challenge_methods_supported: ['plain', 'S256'],
      authorization_response_iss_parameter_supported: true,
    };
    expect(readOpenIdMetadata({ ...document, ...more }, issuer)).toMatchObject({
      issuer,
      authorizationEndpoint: document.authorization_endpoint,
      tokenEndpoint: document.token_endpoint,
      userInfoEndpoint: document.userinfo_endpoint,
      jwksUri: document.jwks_uri,
      tokenAuthMethods: ['private_key_jwt'],
      takesPkce: true,
      namesIssuer: true,
    });
    expect(readOpenIdMetadata(document, issuer)).toMatchObject({
      tokenAuthMethods: undefined,
      takesPkce: false,
      namesIssuer: false,
    });
  });

  it('have the issuer as tokens have it: a slash at its end is all that may differ', () => {
    expect(readOpenIdMetadata({ ...document, issuer: `${issuer}/` }, issuer)?.issuer).toBe(`${issuer}/`);
    for (const other of [`${issuer}//`, `${issuer}s`, 'https://idp.example.com', issuer.toUpperCase(), undefined, 1]) {
      expect(readOpenIdMetadata({ ...document, issuer: other }, issuer)).toBeUndefined();
    }
  });

  it('never have an algorithm without a public key', () => {
    const signed = (names: readonly string[]) =>
      readOpenIdMetadata({ ...document, id_token_signing_alg_values_supported: names }, issuer)?.signingAlgorithms;
    expect(signed(['none', 'HS256', 'ES256', 'HS512', 'RS256'])).toEqual(['RS256', 'ES256']);
    expect(signed(['HS256'])).toEqual([]);
    const usual = readOpenIdMetadata(document, issuer)?.signingAlgorithms ?? [];
    expect(usual).toContain('RS256');
    expect(usual.filter((name) => name.startsWith('HS') || name === 'none')).toEqual([]);
  });

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])(
    'are none without %s, or with a plain one',
    (name) => {
      expect(readOpenIdMetadata({ ...document, [name]: undefined }, issuer)).toBeUndefined();
      expect(readOpenIdMetadata({ ...document, [name]: 'http://idp.example.com/' }, issuer)).toBeUndefined();
      expect(readOpenIdMetadata({ ...document, [name]: 'javascript:alert(1)' }, issuer)).toBeUndefined();
    },
  );

  it('have the addresses that are given before those that are published', () => {
    const given = { tokenEndpoint: 'https://other.example.com/token' };
    expect(readOpenIdMetadata(document, issuer, given)?.tokenEndpoint).toBe(given.tokenEndpoint);
  });

  it('need no document where all addresses are given', () => {
    const given = {
      authorizationEndpoint: document.authorization_endpoint,
      tokenEndpoint: document.token_endpoint,
      jwksUri: document.jwks_uri,
    };
    expect(metadataOfGiven(issuer, given)).toMatchObject({ issuer, ...given, userInfoEndpoint: undefined });
    expect(metadataOfGiven(issuer, { ...given, jwksUri: undefined })).toBeUndefined();
  });

  it('are read from anything without an error', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...Object.keys(document)), fc.jsonValue()),
        (any, some) => {
          readOpenIdMetadata(any, issuer);
          readOpenIdMetadata({ ...document, ...some }, issuer);
        },
      ),
    );
  });
});
