import { decodeJwt, type JWTPayload } from 'jose';
import type { LinkedLogin } from '#shared/domain/identity-pools/identity.ts';
import { invalidLogin } from '#shared/domain/identity-pools/login-refusals.ts';

/** A login that was proved. */
export interface Login extends LinkedLogin {
  /** What the provider says about its user. */
  readonly claims: JWTPayload;
  /** The name by which role mappings and maps of principal tags mean it, as `providerKey` gives it. */
  readonly mappingKey: string;
  /** What tokens of the identity pool say of it. */
  readonly method: string;
}

/** What a token says, whoever made it. Throws NotAuthorizedException for what is no token. */
export const claimsIn = (token: string): JWTPayload => {
  try {
    return decodeJwt(token);
  } catch (cause) {
    throw invalidLogin('Not a valid OpenId Connect identity token.', cause);
  }
};

/** The claims, with an audience of the given ones. Throws NotAuthorizedException for a token without one. */
export const audiencesOf = ({ aud }: JWTPayload): readonly string[] => {
  if (aud === undefined) throw invalidLogin('Missing a required claim: aud');
  return [aud].flat();
};
