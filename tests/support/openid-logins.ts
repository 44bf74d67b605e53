/** OpenID providers for logins of identity pools, which the tests play themselves. */
import { randomUUID } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { publish } from './outbound-server.ts';

/** Publishes JSON at a path of the server of this run, and gives its URL. */
export const publishJson = (path: string, document: unknown): Promise<string> =>
  publish(path.slice(1), JSON.stringify(document));

export interface OpenIdLogins {
  /** Its public key, as PEM. */
  readonly publicPem: string;
  /** An ID token of ada for our-app, for ten minutes, unless it is said otherwise. */
  readonly sign: (claims: JWTPayload, header?: { kid?: string }) => Promise<string>;
}

/** An OpenID provider below a path of the server of this run, with one key. */
export const makeOpenIdLogins = async (path: string, issuer: string): Promise<OpenIdLogins> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const jwks = await publishJson(`${path}/keys`, {
    keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }],
  });
  await publishJson(`${path}/.well-known/openid-configuration`, { issuer, jwks_uri: jwks });
  return {
    publicPem: await exportSPKI(publicKey),
    sign: (claims, header = {}) =>
      new SignJWT({ iss: issuer, sub: 'ada', aud: 'our-app', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid, ...header })
        .setIssuedAt()
        .setExpirationTime(claims.exp ?? '10 minutes')
        .sign(privateKey),
  };
};
