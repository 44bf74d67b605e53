import { describe, expect, it } from 'vitest';
import { table } from '#shared/data/table.ts';
import { toNextForm } from '#shared/domain/user-pools/asked-change.ts';
import type { ChangeStage, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { userCreation } from '#shared/services/users/user-changes.ts';
import { userKeyOf } from '#shared/services/users/users.ts';
import { newUser } from '#tests/support/new-user.ts';
import { makePool } from '#tests/support/pools.ts';
import { poolInTable, reachTable } from '#tests/support/raw-users.ts';

const taken = (kind: string): Error => new Error(`taken: ${kind}`);

describe('an address that is taken from a user whose other names are being given up', () => {
  it('stays theirs where the new username would be one of those', async () => {
    reachTable();
    const { poolId } = await makePool({ AliasAttributes: ['email'] });
    const pool = await poolInTable(poolId);
    const next = toNextForm(pool, { UsernameConfiguration: { CaseSensitive: false } });
    const at = (stage: ChangeStage): UserPool => ({
      ...pool,
      change: { id: 'one', stage, since: 0, goal: 'rollBack', allMustFit: true, ...next },
    });
    const make = async (seen: UserPool, username: string): Promise<void> => {
      const on = { taken, force: true };
      const user = newUser(poolId, username, { attributes: { email: 'ada@example.com', email_verified: 'true' } });
      await table().write(await userCreation(seen, user, userKeyOf(seen, username), on));
    };
    await make(at('copying'), 'Ada');
    await expect(make(at('cleaning'), 'ADA')).rejects.toThrow('taken: username');
    await expect(make(at('cleaning'), 'Grace')).resolves.toBeUndefined();
  });
});
