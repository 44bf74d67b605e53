import { decodeProtectedHeader } from 'jose';
import { now } from '#shared/config/clock.ts';
import {
  invalidLogin,
  issuerDoesNotMatch,
  refusalOf,
  unsupportedProvider,
} from '#shared/domain/identity-pools/login-refusals.ts';
import { verifyToken } from '#shared/domain/tokens/signed-token.ts';
import { issuerKey } from './issuer-keys.ts';
import { audiencesOf, claimsIn, type Login } from './login.ts';

/** An OpenID provider, as an identity pool knows it. */
export interface OpenIdProvider {
  /** The name of its logins. */
  readonly name: string;
  /** What tokens may say as issuer. */
  readonly issuers: readonly string[];
  /** The address that its discovery document is below. */
  readonly origin: string;
  /** The ids of the pool's apps there. */
  readonly audiences: readonly string[];
  /** The name by which role mappings mean it. */
  readonly mappingKey: string;
}

// OpenID Connect Core section 2.
const longestSub = 255;

const kidOf = (token: string): unknown => {
  try {
    return decodeProtectedHeader(token).kid;
  } catch (cause) {
    throw invalidLogin('Not a valid OpenId Connect identity token.', cause);
  }
};

/**
 * A login by an ID token of an OpenID provider, signed with RS256 or ES256: OpenID Connect Core section 3.1.3.7. Throws
 * NotAuthorizedException, ExternalServiceException where the provider does not answer.
 */
export const openIdLogin = async (provider: OpenIdProvider, token: string): Promise<Login> => {
  const { name, issuers, origin, audiences, mappingKey } = provider;
  const { iss = '', exp } = claimsIn(token);
  if (!issuers.includes(iss)) throw issuerDoesNotMatch();
  const key = await issuerKey(origin, issuers, kidOf(token));
  const read = () => {
    try {
      return verifyToken(token, { keyOf: () => key, issuer: issuers, now: now() });
    } catch (error) {
      throw refusalOf(error, exp, now());
    }
  };
  const claims = read();
  const audience = audiencesOf(claims).find((one) => audiences.includes(one));
  if (audience === undefined) throw unsupportedProvider();
  if (claims.sub === undefined || claims.exp === undefined) throw invalidLogin('Missing a required claim: sub');
  if (claims.sub.length > longestSub) throw invalidLogin(`The sub is longer than ${longestSub} characters.`);
  return { provider: name, userId: claims.sub, claims, mappingKey, method: `${name}:${audience}:${claims.sub}` };
};
