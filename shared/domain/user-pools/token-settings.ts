import { CognitoException } from '#shared/errors/exception.ts';
import { assertJwksUri, assertKeys } from '../app-clients/client-oauth.ts';
import type { TrustedIssuer } from '../tokens/token-trust.ts';
import type { PoolTokens } from './user-pool.ts';

interface Deployment {
  /** Scheme and host of the issuers of its pools; undefined where the settings are of another deployment. */
  readonly issuerOrigin: string | undefined;
  readonly outboundHosts: readonly string[];
}

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertTrust = (trust: TrustedIssuer, { issuerOrigin, outboundHosts }: Deployment): void => {
  const { issuer, jwksUri, jwks } = trust;
  const given = [jwksUri, jwks].filter((keys) => keys !== undefined).length;
  const isHere = issuerOrigin === undefined ? given === 0 : issuer.startsWith(`${issuerOrigin}/`);
  if (isHere && given > 0) throw invalid(`The keys of ${issuer} are known: it takes no JwksUri and no Jwks.`);
  if (!isHere && given !== 1) throw invalid(`The issuer ${issuer} takes either JwksUri or Jwks.`);
  if (jwksUri !== undefined) assertJwksUri(jwksUri, outboundHosts);
  if (jwks !== undefined) assertKeys(jwks);
};

/** Throws InvalidParameterException for an issuer without keys, and for keys that are not public, too weak or not to be had. */
export const assertTokenSettings = ({ trustedIssuers = [] }: PoolTokens, deployment: Deployment): void => {
  for (const trust of trustedIssuers) assertTrust(trust, deployment);
};
