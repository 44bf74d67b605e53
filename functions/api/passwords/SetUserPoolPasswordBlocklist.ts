/**
 * Sets which lists of leaked passwords a pool has beside the one that is built in: a `File` in the files bucket, a
 * `RangeService`. Where it is `Enforced`, the password policy refuses new passwords that are on a list. `Unchecked` says
 * what happens where a list cannot be asked. It replaces all of that. An operation of Gatehouse's own: its target is
 * `Gatehouse.SetUserPoolPasswordBlocklist`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { findBlocklistFile } from '#shared/services/leaked-passwords/blocklist-files.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import {
  BlocklistFileType,
  fromPasswordBlocklist,
  RangeServiceType,
  toPasswordBlocklist,
  UncheckedType,
} from '#shared/wire/password-blocklist.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Enforced: v.optional(v.boolean()),
  File: v.optional(BlocklistFileType),
  RangeService: v.optional(RangeServiceType),
  Unchecked: v.optional(UncheckedType),
});

export const { definition, handler } = signed({
  name: 'SetUserPoolPasswordBlocklist',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, File, ...given }): Promise<ReturnType<typeof toPasswordBlocklist>> => {
    const file = File && (await findBlocklistFile(File.Name));
    const passwordBlocklist = fromPasswordBlocklist(given, file);
    return toPasswordBlocklist(await changeUserPool(UserPoolId, () => ({ passwordBlocklist })));
  },
});
