import { CognitoException } from '#shared/errors/exception.ts';

export type Tags = Readonly<Record<string, string>>;

/** Whose tags they are, as messages begin. */
type TagOwner = 'A user pool' | 'An identity pool';

const most = 50;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

// The code that writes maps into items and reads them would take these keys for members of the map object itself.
const unstorable: ReadonlySet<string> = new Set(['__proto__', 'constructor']);

/**
 * Throws InvalidParameterException for more tags than a user pool or an identity pool may have, and for keys that are reserved for AWS or cannot
 * be stored.
 */
export const assertTags = (tags: Tags, owner: TagOwner = 'A user pool'): void => {
  const keys = Object.keys(tags);
  const wrong = keys.find((key) => unstorable.has(key));
  if (wrong !== undefined) throw invalid(`No tag can have the key ${wrong}.`);
  if (keys.length <= most && !keys.some((key) => /^aws:/i.test(key))) return;
  throw invalid(`${owner} has ${most} tags at most, and none whose key begins with aws:.`);
};

/** The tags with others added, which replace tags with the same key. Throws InvalidParameterException. */
export const withTags = (tags: Tags = {}, added: Tags, owner?: TagOwner): Record<string, string> => {
  const all = { ...tags, ...added };
  assertTags(all, owner);
  return all;
};

/** The tags without those keys, whether they are there or not. */
export const withoutTags = (tags: Tags = {}, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
