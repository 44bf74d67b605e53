import type { Claims } from '../tokens/token-changes.ts';

/** The paths of the two issuers below the origin of the deployment: of users, and of guests. */
export const identityIssuerPaths = { user: '/identity', guest: '/identity/guest' } as const;

/** The claim by which STS makes tags of a session. */
const tagsClaim = 'https://aws.amazon.com/tags';

const authenticated = 'authenticated';

interface TokenFacts {
  /** Scheme and host of the deployment. */
  readonly issuerOrigin: string;
  readonly identityId: string;
  readonly poolId: string;
  /** How the user proved to be one, as `amr` says it; nothing for a guest. */
  readonly methods: readonly string[];
  /** Tags of the session that STS makes of the token. */
  readonly principalTags: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

const tagsOf = (tags: Readonly<Record<string, string>>) => ({
  principal_tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]])),
  transitive_tag_keys: [],
});

/**
 * Claims of the token by which an identity proves itself to STS. Guests have an issuer of their own: so no role that
 * trusts the issuer of users can be a guest's, whatever its conditions are.
 */
export const openIdClaims = (facts: TokenFacts): Claims => {
  const { issuerOrigin, identityId, poolId, methods, principalTags, seconds, now } = facts;
  const isGuest = methods.length === 0;
  const iat = Math.floor(now / 1000);
  return {
    sub: identityId,
    aud: poolId,
    amr: isGuest ? ['unauthenticated'] : [authenticated, ...methods],
    iss: `${issuerOrigin}${identityIssuerPaths[isGuest ? 'guest' : 'user']}`,
    ...(Object.keys(principalTags).length > 0 && { [tagsClaim]: tagsOf(principalTags) }),
    exp: iat + seconds,
    iat,
  };
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** The methods in the claims of such a token. */
export const methodsIn = ({ amr }: Readonly<Record<string, unknown>>): readonly string[] =>
  Array.isArray(amr) ? amr.filter(isText).filter((method) => method !== authenticated) : [];

/** The tags in the claims of such a token. */
export const principalTagsIn = (claims: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const { principal_tags: tags = {} } = Object(claims[tagsClaim]);
  const pairs = Object.entries(Object(tags)).map(([key, value]): [string, unknown] => [key, [value].flat()[0]]);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => isText(pair[1])));
};
