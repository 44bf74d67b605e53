/** Tokens of others that a pool takes in place of a sign-in, as its owner says: RFC 7523 section 3, RFC 8693 section 2. */
import type { JWTPayload } from 'jose';

/** What a claim has to be. */
export interface ClaimCondition {
  /** The name of the claim or, beginning with a slash, a JSON Pointer (RFC 6901) to a member within one. */
  readonly claim: string;
  /** One of these. `*` in it stands for any text. */
  readonly values: readonly string[];
}

/** Tokens that are taken of one issuer. */
export interface TrustedIssuer {
  /** Exactly as its tokens have it. */
  readonly issuer: string;
  /** Where its public keys are, or the keys themselves as a JSON Web Key Set. Another pool of the deployment needs neither. */
  readonly jwksUri?: string;
  readonly jwks?: string;
  /** A token has to be meant for one of these. */
  readonly audiences: readonly string[];
  /** The app clients that may bring its tokens. */
  readonly clientIds: readonly string[];
  /** All of them have to hold. */
  readonly conditions: readonly ClaimCondition[];
  /** What may be given for its tokens, of what the client may ask for; all of that where it is left out. */
  readonly scopes?: readonly string[];
  /** The claim that names a user of the pool. Without it, the app client acts for itself. */
  readonly usernameClaim?: string;
  /** True where each of its tokens counts once, by its `jti`: RFC 7523 section 3. */
  readonly useOnce?: true;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The claim that a condition names; undefined where there is none. */
export const claimAt = (claims: JWTPayload, claim: string): unknown =>
  claim.startsWith('/')
    ? claim
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
        .reduce<unknown>(memberOf, claims)
    : memberOf(claims, claim);

// Part by part from the left, so that no text takes long.
const isLike = (text: string, pattern: string): boolean => {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of others) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
};

const textsIn = (value: unknown): readonly string[] => {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => ['string', 'number', 'boolean'].includes(typeof one)).map(String);
};

/** True where the claims have what the condition asks for; of a list, one of its values. */
export const holds = ({ claim, values }: ClaimCondition, claims: JWTPayload): boolean =>
  textsIn(claimAt(claims, claim)).some((text) => values.some((pattern) => isLike(text, pattern)));

// What issuers sign for another purpose, and send to receivers who could bring it here.
const otherKinds = /^(?:application\/)?(?:logout|dpop|secevent|oauth-authz-req|token-introspection)\+jwt$/i;

/**
 * True for a token that is signed but stands for nobody, by the type in its header or because it tells of an event: RFC 8725
 * section 3.11.
 */
export const isOfOtherKind = (typ: unknown, { events }: JWTPayload): boolean =>
  (typeof typ === 'string' && otherKinds.test(typ)) || events !== undefined;

const skewSeconds = 60;

const isEarlier = (time: unknown, seconds: number): boolean =>
  time === undefined || (typeof time === 'number' && time <= seconds + skewSeconds);

const longestId = 255;

const isId = (jti: unknown): jti is string =>
  typeof jti === 'string' && jti !== '' && jti.length <= longestId && jti.isWellFormed();

// The end of the year 9999. Later times are no better, and no numbers of the store.
const lastSeconds = 253_402_300_799;

/** By what a token is known that counts once, and until when it would count again, in epoch milliseconds. */
export const usageOf = ({ jti = '', exp = 0 }: JWTPayload): { readonly jti: string; readonly expiresAt: number } => ({
  jti,
  expiresAt: Math.min(exp, lastSeconds) * 1000,
});

/**
 * True for a token that the owner takes from that app client now, by what it says: its signature is checked apart. A token that
 * never expires, or is about nobody, is not taken.
 */
export const isTaken = (trust: TrustedIssuer, clientId: string, claims: JWTPayload, now: number): boolean => {
  // Access tokens of Cognito's form name their app client, and no audience.
  const { iss, sub, aud = claims.client_id, exp, nbf, iat } = claims;
  const seconds = Math.floor(now / 1000);
  // To the millisecond, as what counts once may count again after that.
  const isInTime = typeof exp === 'number' && exp * 1000 > now && isEarlier(nbf, seconds) && isEarlier(iat, seconds);
  return (
    iss === trust.issuer &&
    typeof sub === 'string' &&
    trust.clientIds.includes(clientId) &&
    textsIn(aud).some((audience) => trust.audiences.includes(audience)) &&
    isInTime &&
    (!trust.useOnce || isId(claims.jti)) &&
    trust.conditions.length > 0 &&
    trust.conditions.every((condition) => holds(condition, claims))
  );
};
