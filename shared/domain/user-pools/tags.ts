import { CognitoException } from '#shared/errors/exception.ts';

export type Tags = Readonly<Record<string, string>>;

const most = 50;

/** Throws InvalidParameterException for more tags than a pool may have, and for keys that are AWS's. */
export const assertTags = (tags: Tags): void => {
  const keys = Object.keys(tags);
  if (keys.length <= most && !keys.some((key) => /^aws:/i.test(key))) return;
  throw new CognitoException(
    'InvalidParameterException',
    `A user pool has ${most} tags at most, and none whose key begins with aws:.`,
  );
};

/** The tags with some more, which stand in place of those with the same key. Throws InvalidParameterException. */
export const withTags = (tags: Tags = {}, added: Tags): Record<string, string> => {
  const all = { ...tags, ...added };
  assertTags(all);
  return all;
};

/** The tags without some, there or not. */
export const withoutTags = (tags: Tags = {}, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
