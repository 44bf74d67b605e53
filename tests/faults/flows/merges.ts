import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { confirmedDevice, makeDevicePool } from '#tests/support/devices.ts';
import { groupsOf, join, makeGroup, membersOf } from '#tests/support/groups.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { link } from '#tests/support/linking.ts';
import { merge, seen } from '#tests/support/merging.ts';
import { makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const names = Array.from({ length: 12 }, (_none, index) => `group-${index}`);

const pool = once(async () => {
  const made = await makeDevicePool();
  await makeProvider(made);
  for (const name of names) await makeGroup(made, name);
  return made;
});

export const merges: readonly Flow[] = [
  {
    operation: 'AdminMergeUsers',
    // More groups and sessions than fit into one transaction.
    way: 'a user in many groups, with a device',
    prepare: async () => {
      const made = await pool();
      const [source, destination] = [await makeUser(made), await makeUser(made)];
      await join(made, source, ...names);
      await confirmedDevice(made, source);
      const account = randomUUID();
      await link(made, source.username, account);
      return {
        call: () => merge(made, source.sub, destination.sub),
        proof: async () => {
          expect((await seen(made, destination.username)).identities).toMatchObject([{ userId: account }]);
          expect(await groupsOf(made, destination)).toHaveLength(names.length);
          expect(await membersOf(made, 'group-0')).not.toContain(source.username);
          expect(await itemsAbout(source.username)).toEqual([]);
          await signIn(made, destination);
        },
      };
    },
  },
];
