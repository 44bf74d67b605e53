import { createCipheriv, pbkdf2Sync, randomBytes, randomUUID, scryptSync } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hash as bcrypt } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { toFirebaseScryptHash } from '#shared/domain/passwords/firebase-scrypt-hash.ts';
import { hashPassword } from '#shared/domain/passwords/hash.ts';
import { toBase64 } from '#shared/domain/passwords/password-hash.ts';
import { toPbkdf2Hash } from '#shared/domain/passwords/pbkdf2-hash.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, password } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { loadUser } from '#tests/support/user-loader.ts';

const salt = randomBytes(16);
const wrong = 'Incorrect username or password.';

const firebase = (): string => {
  const config = { signerKey: randomBytes(64), saltSeparator: Buffer.from([7]), rounds: 8, memoryCost: 4 };
  const key = scryptSync(password, Buffer.concat([salt, config.saltSeparator]), 32, { N: 16, r: 8, p: 1 });
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return toFirebaseScryptHash(config, salt, cipher.update(config.signerKey));
};

const hashes: readonly (readonly [form: string, hash: string])[] = [
  ['Argon2id', await hashPassword(password, { memory: 65_536, passes: 3, parallelism: 4 })],
  ['bcrypt', await bcrypt(password, 5)],
  [
    'scrypt',
    `$scrypt$ln=4,r=8,p=1$${toBase64(salt)}$${toBase64(scryptSync(password, salt, 32, { N: 16, r: 8, p: 1 }))}`,
  ],
  ['PBKDF2 of SHA-256', toPbkdf2Hash('sha256', 10, salt, pbkdf2Sync(password, salt, 10, 64, 'sha256'))],
  ['PBKDF2 of SHA-512', toPbkdf2Hash('sha512', 10, salt, pbkdf2Sync(password, salt, 10, 64, 'sha512'))],
  ['Firebase scrypt', firebase()],
];

const credentialOf = async (username: string): Promise<Readonly<Record<string, unknown>>> => {
  const item = (await itemsAbout(username)).find(({ type }) => type === 'Password');
  return { ...Object(item?.data) };
};

describe('a password that is known by its hash elsewhere', () => {
  it.each(hashes)('is the same here, and from its first use on proved by SRP, too: %s', async (form, hash) => {
    const pool = await makePool();
    const username = `user-${randomUUID()}`;
    const setAt = '2021-03-04T05:06:07.000Z';
    await loadUser(pool.poolId, { username, password: { hash, setAt } });
    await expect(signIn(pool, { username }, { secret: `${password}.` })).rejects.toThrow(wrong);
    await expect(signInBySrp(pool, { username })).rejects.toThrow(wrong);
    await expect(credentialOf(username)).resolves.toEqual({ phc: hash, setAt: Date.parse(setAt) });

    await signIn(pool, { username });
    const made = await credentialOf(username);
    expect(made.phc).toMatch(/^\$argon2id\$v=19\$m=(19456,t=2,p=1|65536,t=3,p=4)\$/);
    expect(made.phc === hash).toBe(false);
    expect(made).toMatchObject({ srp: { userId: username }, setAt: Date.parse(setAt) });
    expect(form).toBeDefined();
    await expect(signInBySrp(pool, { username })).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    await expect(signIn(pool, { username })).resolves.toBeDefined();
    await expect(signIn(pool, { username }, { secret: `${password}.` })).rejects.toThrow(wrong);
  });

  it('is kept with the parameters of Argon2 in the order that everybody reads, in whatever order they came', async () => {
    const pool = await makePool();
    const hash = await hashPassword(password, { memory: 4096, passes: 3, parallelism: 1 });
    for (const order of ['m=4096,p=1,t=3', 'p=1,t=3,m=4096', 't=3,m=4096,p=1']) {
      const username = `user-${randomUUID()}`;
      await loadUser(pool.poolId, { username, password: { hash: hash.replace('m=4096,t=3,p=1', order) } });
      await expect(credentialOf(username)).resolves.toMatchObject({ phc: hash });
      await expect(signIn(pool, { username }, { secret: `${password}.` })).rejects.toThrow(wrong);
      await signIn(pool, { username });
    }
  });

  it('is refused where a parameter of Argon2 stands twice', async () => {
    const pool = await makePool();
    const hash = await hashPassword(password, { memory: 4096, passes: 3, parallelism: 1 });
    const twice = { username: `user-${randomUUID()}`, password: { hash: hash.replace('p=1', 't=1') } };
    await expect(loadUser(pool.poolId, twice)).rejects.toThrow('The hash is not in the form of Argon2, version 19.');
  });

  it('is the same for administrators, and can be changed and set', async () => {
    const pool = await makePool();
    const username = `user-${randomUUID()}`;
    await loadUser(pool.poolId, { username, password: { hash: await bcrypt(password, 5) } });
    const { AuthenticationResult } = await adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    );
    await publicClient().send(
      new ChangePasswordCommand({
        AccessToken: AuthenticationResult?.AccessToken,
        PreviousPassword: password,
        ProposedPassword: 'Other-horse-3',
      }),
    );
    await expect(signIn(pool, { username })).rejects.toThrow(wrong);
    await expect(signInBySrp(pool, { username, password: 'Other-horse-3' })).resolves.toBeDefined();
  });

  it('does not come back among the former ones, where the pool remembers them', async () => {
    const pool = await makePool({ Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 4 } } });
    const username = `user-${randomUUID()}`;
    await loadUser(pool.poolId, { username, password: { hash: await bcrypt(password, 5) } });
    const set = (Password: string) =>
      adminClient().send(
        new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username: username, Password, Permanent: true }),
      );
    await expect(set(password)).rejects.toThrow('Password has previously been used.');
    await set('Other-horse-3');
    await expect(set(password)).rejects.toThrow('Password has previously been used.');
  });

  it('can be set to another by an administrator while somebody signs in, and stays that', async () => {
    const pool = await makePool();
    const hash = await bcrypt(password, 4);
    const given = { UserPoolId: pool.poolId, Password: 'Other-horse-3', Permanent: true };
    for (let round = 0; round < 8; round++) {
      const username = `user-${randomUUID()}`;
      await loadUser(pool.poolId, { username, password: { hash } });
      const change = new AdminSetUserPasswordCommand({ ...given, Username: username });
      await Promise.allSettled([signIn(pool, { username }), adminClient().send(change)]);
      await expect(signIn(pool, { username })).rejects.toThrow(wrong);
      await expect(signInBySrp(pool, { username, password: given.Password })).resolves.toBeDefined();
    }
  });
});
