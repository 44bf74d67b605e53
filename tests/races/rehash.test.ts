import { AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { hashPassword } from '#shared/domain/passwords/hash.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';

const credentialOf = async (username: string) => {
  const item = (await itemsAbout(username)).find(({ type }) => type === 'Password');
  if (!item) throw new Error('The user has no password.');
  return item;
};

/** Hashes the user's password with the weaker parameters of earlier days. */
const weaken = async (username: string): Promise<void> => {
  const item = await credentialOf(username);
  const phc = await hashPassword(password, { memory: 8, passes: 1, parallelism: 1 });
  await putItems([{ ...item, data: { ...Object(item.data), phc } }]);
};

describe('a password under a weak hash', () => {
  it('is hashed anew when it is used', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await weaken(user.username);
    await signIn(pool, user);
    expect(Object(await credentialOf(user.username)).data.phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it('does not come back over one that was set meanwhile', async () => {
    const pool = await makePool();
    const given = { UserPoolId: pool.poolId, Password: 'Better-horse-2', Permanent: true };
    for (let round = 0; round < 12; round++) {
      const user = await makeUser(pool);
      await weaken(user.username);
      const change = new AdminSetUserPasswordCommand({ ...given, Username: user.username });
      await Promise.allSettled([signIn(pool, user), adminClient().send(change)]);
      await expect(signIn(pool, user)).rejects.toThrow('Incorrect username or password.');
      await expect(signIn(pool, user, { secret: given.Password })).resolves.toBeDefined();
    }
  });
});
