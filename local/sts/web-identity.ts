import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import * as v from 'valibot';
import { Refusal } from '../signature.ts';

const invalidToken = (message: string): Refusal => new Refusal(400, 'InvalidIdentityToken', message);
const invalid = (message: string): Refusal => new Refusal(400, 'ValidationError', message);

/** A request for a session of a role, with what its token says. */
export interface WebIdentity {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly seconds: number;
  /** What the session may do at most; undefined for all that the role may. */
  readonly policy: string | undefined;
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
  /** What the token says in `amr`. */
  readonly methods: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const Tags = v.object({
  principal_tags: v.pipe(
    v.record(
      v.pipe(v.string(), v.minLength(1), v.maxLength(128), v.regex(tagText)),
      v.pipe(v.array(v.pipe(v.string(), v.maxLength(256), v.regex(tagText))), v.length(1)),
    ),
    v.maxEntries(50),
  ),
  transitive_tag_keys: v.optional(v.array(v.string()), []),
});

const Discovery = v.object({ issuer: v.string(), jwks_uri: v.string() });

const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

// The keys are those that the issuer publishes, as anybody finds them.
const keysOf = async (issuer: string) => {
  const known = keySets.get(issuer);
  if (known) return known;
  try {
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
    const found = v.parse(Discovery, await answer.json());
    if (found.issuer !== issuer) throw new Error('The issuer is another one.');
    const keys = createRemoteJWKSet(new URL(found.jwks_uri), { cooldownDuration: 0 });
    keySets.set(issuer, keys);
    return keys;
  } catch {
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
};

const readable = (token: string): JWTPayload => {
  try {
    return decodeJwt(token);
  } catch {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
};

const verified = async (token: string, issuers: readonly string[]): Promise<JWTPayload> => {
  const { iss = '' } = readable(token);
  if (token.length > 20_000) throw invalid('1 validation error detected: webIdentityToken is too long');
  if (!issuers.includes(iss)) throw invalidToken(`No OpenIDConnect provider found in your account for ${iss}`);
  try {
    const { payload } = await jwtVerify(token, await keysOf(iss), { issuer: iss, algorithms: ['RS256', 'ES256'] });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Refusal(400, 'ExpiredTokenException', 'Token expired');
    if (error instanceof Refusal) throw error;
    throw invalidToken('The web identity token that was passed could not be validated.');
  }
};

const whole = (given: string | null, usual: number): number => {
  const seconds = given === null ? usual : Number(given);
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= 43_200) return seconds;
  throw invalid('DurationSeconds is to be from 900 to 43200.');
};

const policyIn = (given: string | null): string | undefined => {
  if (given === null) return undefined;
  if (given.length > 2048) throw new Refusal(400, 'PackedPolicyTooLarge', 'The session policy is too large.');
  try {
    JSON.parse(given);
    return given;
  } catch {
    throw new Refusal(400, 'MalformedPolicyDocument', 'The policy is not in the valid JSON format.');
  }
};

const tagsIn = (claims: JWTPayload): Readonly<Record<string, string>> => {
  const { 'https://aws.amazon.com/tags': given } = claims;
  if (given === undefined) return {};
  const { success, output } = v.safeParse(Tags, given);
  if (!success) throw invalidToken('The tags in the token are not valid.');
  return Object.fromEntries(Object.entries(output.principal_tags).map(([key, [value = '']]) => [key, value]));
};

const methodsIn = ({ amr }: JWTPayload): readonly string[] => {
  const { success, output } = v.safeParse(v.array(v.string()), amr);
  return success ? output : [];
};

/**
 * What a request of AssumeRoleWithWebIdentity asks for, if its token is good: signed by a key that one of these issuers
 * publishes, for the audience of an identity pool, with tags as STS takes them. Throws Refusal.
 */
export const readWebIdentity = async (asked: URLSearchParams, issuers: readonly string[]): Promise<WebIdentity> => {
  const roleArn = asked.get('RoleArn') ?? '';
  if (!/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  const sessionName = asked.get('RoleSessionName') ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw invalid('RoleSessionName is invalid');
  const seconds = whole(asked.get('DurationSeconds'), 3600);
  const policy = policyIn(asked.get('Policy'));
  const claims = await verified(asked.get('WebIdentityToken') ?? '', issuers);
  const { sub: subject, aud: audience, iss: issuer = '', exp, iat } = claims;
  if (subject === undefined || !Number.isInteger(exp) || !Number.isInteger(iat)) {
    throw invalidToken('Missing a required claim');
  }
  if (typeof audience !== 'string' || !/^[\w-]+:[0-9a-f-]{36}$/.test(audience)) {
    throw invalidToken('Incorrect token audience');
  }
  const [methods, tags] = [methodsIn(claims), tagsIn(claims)];
  return { roleArn, sessionName, seconds, policy, subject, audience, issuer, methods, tags };
};
