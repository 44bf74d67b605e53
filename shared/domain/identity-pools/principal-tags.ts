import { CognitoException } from '#shared/errors/exception.ts';
import type { IdentityPool, IdentityPoolSettings, PrincipalTagMap } from './identity-pool.ts';
import { findUserPool, type Place, providerKey } from './provider-names.ts';
import { isConfiguredProvider } from './roles-rules.ts';

type Tags = Readonly<Record<string, string>>;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const mostBytes = 460;

// The code that reads and writes items would take these for members of the map object itself.
const unstorable: ReadonlySet<string> = new Set(['__proto__', 'constructor']);

/** The tags of a provider with UseDefaults. */
const defaultPrincipalTags: Tags = { client: 'aud', username: 'sub' };

const noMap: PrincipalTagMap = { useDefaults: false, tags: {} };

// A map may be of all clients of a user pool, or of one.
const isProvider = (name: string, settings: IdentityPoolSettings, place: Place): boolean => {
  if (isConfiguredProvider(name, settings, place)) return true;
  const poolId = findUserPool(name, place);
  if (poolId === undefined) return false;
  return (settings.CognitoIdentityProviders ?? []).some(
    ({ ProviderName = '' }) => findUserPool(ProviderName, place) === poolId,
  );
};

/** Throws InvalidParameterException for a provider that the pool has not. */
export const assertTaggingProvider = (name: string, settings: IdentityPoolSettings, place: Place): void => {
  if (isProvider(name, settings, place)) return;
  throw invalid(`${name} is not a configured provider of the identity pool.`);
};

/** Throws InvalidParameterException for tags that are too long all together, or that cannot be stored. */
export const assertPrincipalTags = (tags: Tags): void => {
  const wrong = Object.keys(tags).find((key) => unstorable.has(key));
  if (wrong !== undefined) throw invalid(`No principal tag can have the key ${wrong}.`);
  const bytes = Object.entries(tags).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (bytes > mostBytes) throw invalid(`The keys and attributes of principal tags have ${mostBytes} bytes at most.`);
};

/** The map that was set for a provider, or one without tags. */
export const principalTagMap = (
  { principalTags = {} }: Pick<IdentityPool, 'principalTags'>,
  name: string,
  place: Place,
): PrincipalTagMap => principalTags[providerKey(name, place)] ?? noMap;

/** The tags that a map stands for: names of claims by keys of tags. */
export const tagsOfMap = ({ useDefaults, tags }: PrincipalTagMap): Tags => (useDefaults ? defaultPrincipalTags : tags);

const scalarOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** The tags that a login gives to a session, by the claims of its token. A claim that it has not gives none. */
export const principalTagsOf = (
  { principalTags = {} }: Pick<IdentityPool, 'principalTags'>,
  {
    provider,
    mappingKey,
    claims,
  }: {
    readonly provider: string;
    readonly mappingKey: string;
    readonly claims: Readonly<Record<string, unknown>>;
  },
): Tags => {
  const tags = tagsOfMap(principalTags[mappingKey] ?? principalTags[provider] ?? noMap);
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, claim]) => {
      const value = Object.hasOwn(claims, claim) ? scalarOf(claims[claim]) : undefined;
      return value === undefined ? [] : [[key, value]];
    }),
  );
};
