import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { hashPassword } from '#shared/domain/passwords/hash.ts';
import { createVerifier } from '#shared/domain/srp/verifier.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeDevicePool, proveDevice, signInOn, verifierOf } from '#tests/support/devices.ts';
import { makePasskeyPool, newHolder, register, signInWithPasskey } from '#tests/support/passkeys.ts';
import { anEmail, makePool, makeUser, password } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { answerTotp, begin, codeOf, makeTotpPool } from '#tests/support/totp.ts';
import { loadTogether, loadUser } from '#tests/support/user-loader.ts';

const cheap = { memory: 8, passes: 1, parallelism: 1 };
const hash = await hashPassword(password, cheap);
const wrong = 'Incorrect username or password.';

const aName = (): string => `user-${randomUUID()}`;

const aDevice = (key = `us-east-1_${randomUUID()}`) => {
  const at = '2024-01-01T00:00:00.000Z';
  const device = { key, groupKey: '-Elsewhere', secret: randomBytes(40).toString('base64') };
  const { Salt, PasswordVerifier } = verifierOf(device);
  return {
    key,
    groupKey: device.groupKey,
    remembered: true,
    salt: Buffer.from(Salt, 'base64').toString('hex'),
    verifier: PasswordVerifier,
    createdAt: at,
    updatedAt: at,
    authenticatedAt: at,
  };
};

const describeUser = ({ poolId }: { readonly poolId: string }, username: string) =>
  adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));

const attributesOf = async (pool: { readonly poolId: string }, username: string) => {
  const { UserAttributes = [] } = await describeUser(pool, username);
  return Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value]));
};

describe('a user that comes from elsewhere', () => {
  it('is there with profile and times, confirmed by having a password', async () => {
    const pool = await makePool();
    const username = aName();
    const createdAt = '2020-02-29T12:00:00.000Z';
    const attributes = { email: anEmail(), email_verified: 'TRUE', name: 'Ada' };
    const { outcome, sub } = await loadUser(pool.poolId, { username, attributes, createdAt, password: { hash } });
    expect(outcome).toBe('imported');
    const found = await describeUser(pool, username);
    expect(found).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true, UserCreateDate: new Date(createdAt) });
    expect(await attributesOf(pool, username)).toEqual({ ...attributes, email_verified: 'true', sub });
  });

  it('has to reset the password where none came along', async () => {
    const pool = await makePool();
    const username = aName();
    await loadUser(pool.poolId, { username, attributes: { email: anEmail(), email_verified: 'true' } });
    await expect(describeUser(pool, username)).resolves.toMatchObject({ UserStatus: 'RESET_REQUIRED' });
    await expect(signIn(pool, { username })).rejects.toThrow();
  });

  it('keeps whatever else is said: disabled, unconfirmed', async () => {
    const pool = await makePool();
    const [disabled, unconfirmed] = [aName(), aName()];
    await loadUser(pool.poolId, { username: disabled, enabled: false, password: { hash } });
    await loadUser(pool.poolId, { username: unconfirmed, status: 'UNCONFIRMED', password: { hash } });
    await expect(signIn(pool, { username: disabled })).rejects.toThrow('User is disabled.');
    await expect(signIn(pool, { username: unconfirmed })).rejects.toThrow('User is not confirmed.');
  });

  it('chooses a password at the first sign-in with a temporary one, which is over some day', async () => {
    const pool = await makePool();
    const [fresh, late] = [aName(), aName()];
    const status = 'FORCE_CHANGE_PASSWORD';
    await loadUser(pool.poolId, { username: fresh, status, password: { hash } });
    await loadUser(pool.poolId, {
      username: late,
      status,
      password: { hash, temporaryUntil: '2020-01-01T00:00:00.000Z' },
    });
    await expect(begin(pool, { username: fresh })).resolves.toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
    await expect(begin(pool, { username: late })).rejects.toThrow('Temporary password has expired');
  });

  it('goes by the same names as one who signed up, and takes them', async () => {
    const pool = await makePool({ AliasAttributes: ['email', 'preferred_username'] });
    const username = aName();
    const attributes = { email: anEmail(), email_verified: 'true', preferred_username: aName() };
    await loadUser(pool.poolId, { username, attributes, password: { hash } });
    for (const name of [username, attributes.email, attributes.preferred_username]) {
      await expect(signIn(pool, { username: name })).resolves.toBeDefined();
    }
    await expect(loadUser(pool.poolId, { username: aName(), attributes, password: { hash } })).rejects.toThrow(
      'An account with the given email already exists.',
    );
  });

  it('keeps a name that looks like an alias only where another pool had it, and nobody here goes by it', async () => {
    for (const settings of [{ AliasAttributes: ['email' as const] }, { UsernameAttributes: ['email' as const] }]) {
      const pool = await makePool(settings);
      const [username, taken] = [anEmail(), anEmail()];
      const named = settings.UsernameAttributes ? taken : aName();
      await makeUser(pool, { username: named, email: taken });
      const attributes = { email: username, email_verified: 'true' };
      await loadUser(pool.poolId, { username, attributes, existing: true, password: { hash } });
      await expect(describeUser(pool, username)).resolves.toMatchObject({ Username: username });
      await expect(signIn(pool, { username })).resolves.toBeDefined();
      const shadow = { username: taken, attributes: { email: anEmail() }, existing: true };
      expect((await loadUser(pool.poolId, shadow)).outcome).toBe('skipped');
      await expect(loadUser(pool.poolId, { username: anEmail(), attributes })).rejects.toThrow();
    }
  });

  it('goes by the email where users sign up with it, under the username of old or none', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] });
    const [email, other] = [anEmail(), anEmail()];
    const { sub } = await loadUser(pool.poolId, { username: email, password: { hash } });
    await loadUser(pool.poolId, { username: 'ada', attributes: { email: other }, password: { hash } });
    await expect(describeUser(pool, email)).resolves.toMatchObject({ Username: sub });
    await expect(describeUser(pool, other)).resolves.toMatchObject({ Username: 'ada' });
    await expect(signIn(pool, { username: other })).resolves.toBeDefined();
    expect((await loadUser(pool.poolId, { username: email, password: { hash } })).outcome).toBe('skipped');
  });

  it('is skipped where somebody has the username', async () => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: false } });
    const { username, sub } = await makeUser(pool);
    const given = { username: username.toUpperCase(), attributes: { name: 'Eve' }, password: { hash } };
    expect((await loadUser(pool.poolId, given)).outcome).toBe('skipped');
    expect(await attributesOf(pool, username)).toMatchObject({ sub });
    expect(await attributesOf(pool, username)).not.toHaveProperty('name');
  });

  it('is imported once, however often: a second time changes nothing', async () => {
    const pool = await makePool();
    const record = { username: aName(), attributes: { name: 'Ada' }, password: { hash } };
    const { sub } = await loadUser(pool.poolId, record);
    const given = { UserPoolId: pool.poolId, Username: record.username };
    const UserAttributes = [{ Name: 'name', Value: 'Augusta' }];
    await adminClient().send(new AdminUpdateUserAttributesCommand({ ...given, UserAttributes }));
    await adminClient().send(new AdminSetUserPasswordCommand({ ...given, Password: 'Other-horse-3', Permanent: true }));
    expect(await loadUser(pool.poolId, { ...record, sub })).toEqual({ outcome: 'imported', sub });
    expect(await attributesOf(pool, record.username)).toMatchObject({ name: 'Augusta', sub });
    await expect(signIn(pool, record)).rejects.toThrow(wrong);
    const { Users } = await adminClient().send(new ListUsersCommand({ UserPoolId: pool.poolId }));
    expect(Users).toHaveLength(1);
  });

  it('is made once by many that load it at the same time', async () => {
    const pool = await makePool();
    const record = { username: aName(), sub: randomUUID(), password: { hash } };
    const all = await Promise.all(Array.from({ length: 8 }, () => loadUser(pool.poolId, record)));
    expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(['imported']));
  });

  it('is not made under the sub of somebody else', async () => {
    const pool = await makePool();
    const { sub } = await makeUser(pool);
    await expect(loadUser(pool.poolId, { username: aName(), sub, password: { hash } })).rejects.toThrow(
      'Another user has this sub.',
    );
  });

  it('is not made under the sub of somebody whose username is the sub', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] });
    const { sub } = await loadUser(pool.poolId, { username: anEmail(), password: { hash } });
    const record = { sub, attributes: { email: anEmail() }, password: { hash } };
    await expect(loadUser(pool.poolId, { ...record, username: aName() })).rejects.toThrow('Another user has this sub.');
    expect((await loadUser(pool.poolId, { ...record, username: sub, existing: true })).outcome).toBe('imported');
  });

  it('is not made with the sub of somebody else as sub and username', async () => {
    const pool = await makePool();
    const { sub, username } = await makeUser(pool);
    expect((await loadUser(pool.poolId, { username: sub, sub, password: { hash } })).outcome).toBe('skipped');
    await expect(describeUser(pool, sub)).resolves.toMatchObject({ Username: username });
  });

  it('is not made under a sub that is the username of somebody else', async () => {
    const pool = await makePool();
    const username = randomUUID();
    await loadUser(pool.poolId, { username, password: { hash } });
    const record = { username: aName(), sub: username, password: { hash } };
    await expect(loadUser(pool.poolId, record)).rejects.toThrow('Another user has this sub.');
    const both = [record, { username: aName(), password: { hash } }];
    expect(await loadTogether(pool.poolId, both)).toBe(false);
  });

  it.each([
    ['an attribute that the pool does not have', { attributes: { 'custom:none': 'x' } }, /custom:none/],
    ['an e-mail address that is none', { attributes: { email: 'ada' } }, 'Invalid email address format.'],
    ['a sub that is another', { attributes: { sub: randomUUID() } }, /sub/],
    ['a verdict on nothing', { attributes: { email_verified: 'true' } }, /email_verified/],
    ['half a character', { attributes: { name: '\ud800' } }, /Unicode/],
    ['a group that is not there', { groups: ['none'] }, 'There is no group none.'],
    ['a factor preferred that is off', { mfa: { enabled: [], preferred: 'EMAIL_OTP' as const } }, /preferred/],
    ['a hash of nobody', { password: { hash: 'plain text' } }, 'The hash is in no form that is known here.'],
    ['a hash that would take minutes', { password: { hash: `$2b$31$${'a'.repeat(53)}` } }, /asks for more/],
    ['a former hash of nobody', { password: { hash, history: ['x'] } }, /no form/],
    ['a key of a device that is none', { devices: [{ ...aDevice(), key: 'x' }] }, 'x is no key of a device.'],
    ['one device twice', { devices: [aDevice('us-east-1_1'), aDevice('us-east-1_1')] }, /us-east-1_1 twice/],
    ['a seed of two bytes', { softwareToken: { seed: 'AAAA' } }, /seed/],
  ])('is refused for %s', async (_what, given, reason) => {
    const pool = await makePool();
    const username = aName();
    await expect(loadUser(pool.poolId, { username, ...given })).rejects.toThrow(reason);
    await expect(describeUser(pool, username)).rejects.toThrow('User does not exist.');
  });

  it.each(['a b', '', 'a'.repeat(129)])('is refused under the username "%s"', async (username) => {
    const pool = await makePool();
    await expect(loadUser(pool.poolId, { username })).rejects.toThrow(/username/);
  });

  it('does not find anything of the password in the store', async () => {
    const pool = await makePool();
    const username = aName();
    const poolName = pool.poolId.slice(pool.poolId.indexOf('_') + 1);
    const { salt, verifier } = createVerifier({ poolName, userId: username, password });
    const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    await loadUser(pool.poolId, {
      username,
      password: {
        hash,
        srp: { poolName, userId: username, salt: salt.toString('hex'), verifier: verifier.toString('base64') },
      },
      softwareToken: { seed },
    });
    const kept = JSON.stringify(await itemsAbout(username), (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    );
    expect(kept).not.toContain(verifier.toString('hex'));
    expect(kept).not.toContain(Buffer.from('Hello!\xde\xad\xbe\xef', 'latin1').toString('hex'));
    expect(kept).toContain(hash);
  });
});

describe('what a user brings along', () => {
  it('works: groups', async () => {
    const pool = await makePool();
    const username = aName();
    const given = { UserPoolId: pool.poolId, GroupName: 'readers' };
    await adminClient().send(new CreateGroupCommand(given));
    await loadUser(pool.poolId, { username, password: { hash }, groups: ['readers', 'readers'] });
    const { Groups } = await adminClient().send(
      new AdminListGroupsForUserCommand({ UserPoolId: pool.poolId, Username: username }),
    );
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['readers']);
    const { Users } = await adminClient().send(new ListUsersInGroupCommand(given));
    expect(Users?.map(({ Username }) => Username)).toEqual([username]);
    await adminClient().send(new AdminAddUserToGroupCommand({ ...given, Username: username }));
  });

  it('works: an SRP verifier of a pool with the same name, by the name that it was made with', async () => {
    const pool = await makePool();
    const username = aName();
    const poolName = pool.poolId.slice(pool.poolId.indexOf('_') + 1);
    const userId = 'as-it-was-called';
    const { salt, verifier } = createVerifier({ poolName, userId, password });
    const srp = { poolName, userId, salt: salt.toString('hex'), verifier: verifier.toString('base64') };
    await loadUser(pool.poolId, { username, password: { hash, srp } });
    const { AuthenticationResult } = await signInBySrp(pool, { username });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    await expect(signInBySrp(pool, { username, password: 'Other-horse-3' })).rejects.toThrow(wrong);
  });

  it('is not taken: an SRP verifier of another pool, which the first sign-in with the password makes anew', async () => {
    const pool = await makePool();
    const username = aName();
    const { salt, verifier } = createVerifier({ poolName: 'Elsewhere', userId: username, password });
    const srp = {
      poolName: 'Elsewhere',
      userId: username,
      salt: salt.toString('hex'),
      verifier: verifier.toString('base64'),
    };
    await loadUser(pool.poolId, { username, password: { hash, srp } });
    await expect(signInBySrp(pool, { username })).rejects.toThrow(wrong);
    await signIn(pool, { username });
    await expect(signInBySrp(pool, { username })).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  });

  it('works: an authenticator app, but for codes that were taken before', async () => {
    const pool = await makeTotpPool();
    const username = aName();
    const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const at = Date.now();
    await loadUser(pool.poolId, {
      username,
      password: { hash },
      softwareToken: { seed, friendlyName: 'phone', lastStep: Math.floor(at / 30_000) },
      mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA' },
    });
    const asked = await begin(pool, { username }, at);
    expect(asked).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'phone' },
    });
    await expect(answerTotp(pool, { username }, asked.Session, codeOf(seed, at), at)).rejects.toThrow();
    const again = await begin(pool, { username }, at + 30_000);
    const code = codeOf(seed, at + 30_000);
    await expect(answerTotp(pool, { username }, again.Session, code, at + 30_000)).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
  });

  it('works: recovery codes, under the key that they were made with, once each', async () => {
    const pool = await makeTotpPool();
    const username = aName();
    const sub = randomUUID();
    const key = randomBytes(32);
    const digest = (letters: string) => createHmac('sha256', key).update(`${sub} ${letters}`).digest('base64url');
    await loadUser(pool.poolId, {
      username,
      sub,
      password: { hash },
      softwareToken: { seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
      mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA' },
      recoveryCodes: {
        key: key.toString('base64'),
        codes: { [digest('bcdfghjkmnpq')]: true, [digest('zxwvtrqpnmkj')]: false },
        createdAt: '2024-01-01T00:00:00.000Z',
      },
    });
    const answer = async (code: string) =>
      answerTotp(pool, { username }, (await begin(pool, { username })).Session, code);
    await expect(answer('zxwv-trqp-nmkj')).rejects.toThrow();
    await expect(answer('bcdf-ghjk-mnpq')).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    await expect(answer('bcdf-ghjk-mnpq')).rejects.toThrow();
  });

  it('is remembered: former passwords, as many as the pool remembers', async () => {
    const Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } };
    const pool = await makePool({ Policies });
    const username = aName();
    const former = ['Former-horse-1', 'Former-horse-2', 'Former-horse-3'];
    const history = await Promise.all(former.map((one) => hashPassword(one, cheap)));
    await loadUser(pool.poolId, { username, password: { hash, history } });
    const set = (Password: string) =>
      adminClient().send(
        new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username: username, Password, Permanent: true }),
      );
    await expect(set('Former-horse-1')).rejects.toThrow('Password has previously been used.');
    await expect(set('Former-horse-3')).resolves.toBeDefined();
  });

  it('works: passkeys, of the same relying party', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const authenticator = await register(holder);
    const stored = (await itemsAbout(holder.username)).find(({ type }) => type === 'Passkey');
    const { sub, publicKey, createdAt, ...passkey } = Object(stored?.data);
    const pool = await makePasskeyPool();
    await loadUser(pool.poolId, {
      username: holder.username,
      sub,
      password: { hash },
      passkeys: [
        {
          ...passkey,
          publicKey: Buffer.from(publicKey).toString('base64'),
          createdAt: new Date(createdAt).toISOString(),
        },
      ],
    });
    const { AuthenticationResult } = await signInWithPasskey({ pool, username: holder.username }, authenticator);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('works: devices, also more of them than fit in one transaction', async () => {
    const pool = await makeDevicePool();
    const username = aName();
    const at = '2024-01-01T00:00:00.000Z';
    const times = { createdAt: at, updatedAt: at, authenticatedAt: at };
    const made = Array.from({ length: 130 }, () => ({
      key: `us-east-1_${randomUUID()}`,
      groupKey: '-Elsewhere',
      secret: randomBytes(40).toString('base64'),
    }));
    const [last, ...others] = made.map((device) => ({ device, proof: verifierOf(device) }));
    if (!last) throw new Error('There is no device.');
    const toRecord = ({ device: { key, groupKey }, proof }: typeof last) => ({
      key,
      groupKey,
      remembered: true,
      salt: Buffer.from(proof.Salt, 'base64').toString('hex'),
      verifier: proof.PasswordVerifier,
      ...times,
    });
    const record = { username, password: { hash }, devices: [...others, last].map(toRecord) };
    const { sub } = await loadUser(pool.poolId, record);
    expect((await loadUser(pool.poolId, { ...record, sub })).outcome).toBe('imported');
    expect((await loadUser(pool.poolId, record)).outcome).toBe('skipped');
    const asked = await signInOn(pool, { username }, last.device);
    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const { AuthenticationResult } = await proveDevice(pool, { username }, asked, last.device);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    const devices = (await itemsAbout(username)).filter(({ type }) => type === 'Device');
    expect(devices).toHaveLength(130);
  });
});

describe('a user with more than one transaction takes', () => {
  it('is loaded whole, groups too, and once', async () => {
    const pool = await makePool();
    const username = aName();
    const groups = Array.from({ length: 60 }, (_none, at) => `group-${at}`);
    await Promise.all(
      groups.map((GroupName) => adminClient().send(new CreateGroupCommand({ UserPoolId: pool.poolId, GroupName }))),
    );
    const record = { username, password: { hash }, groups, devices: Array.from({ length: 60 }, () => aDevice()) };
    const { sub } = await loadUser(pool.poolId, record);
    expect((await loadUser(pool.poolId, { ...record, sub })).outcome).toBe('imported');
    const { Groups, NextToken } = await adminClient().send(
      new AdminListGroupsForUserCommand({ UserPoolId: pool.poolId, Username: username, Limit: 60 }),
    );
    expect(Groups).toHaveLength(60);
    expect(NextToken).toBeUndefined();
    const { Users } = await adminClient().send(
      new ListUsersInGroupCommand({ UserPoolId: pool.poolId, GroupName: 'group-59' }),
    );
    expect(Users?.map(({ Username }) => Username)).toEqual([username]);
    await expect(signIn(pool, { username })).resolves.toBeDefined();
  });
});

describe('a user with more passkeys than one may have', () => {
  it('is refused, and one with as many as that can be deleted', async () => {
    const pool = await makePool();
    const passkeys = Array.from({ length: 101 }, (_none, at) => ({
      credentialId: `credential-${at}`,
      publicKey: 'AAAA',
      counter: 0,
      transports: [],
      friendlyName: 'a key',
      relyingPartyId: 'example.com',
      createdAt: '2026-01-01T00:00:00Z',
    }));
    const username = aName();
    await expect(loadUser(pool.poolId, { username, passkeys })).rejects.toThrow('A user has 20 passkeys at most.');
    await loadUser(pool.poolId, { username, passkeys: passkeys.slice(0, 20) });
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: username }));
    expect(await itemsAbout(username)).toEqual([]);
  });
});

describe('users that are loaded together', () => {
  it('are all there', async () => {
    const pool = await makePool();
    const records = Array.from({ length: 5 }, () => ({ username: aName(), password: { hash } }));
    expect(await loadTogether(pool.poolId, records)).toBe(true);
    for (const { username } of records) await expect(signIn(pool, { username })).resolves.toBeDefined();
  });

  it.each([
    ['is somebody by now', (username: string) => ({ username })],
    ['is refused', () => ({ username: aName(), attributes: { email: 'none' } })],
  ])('are none of them there where one of them %s', async (_what, odd) => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const good = aName();
    expect(await loadTogether(pool.poolId, [{ username: good }, odd(username)])).toBe(false);
    await expect(describeUser(pool, good)).rejects.toThrow('User does not exist.');
  });

  it('are none of them there where two of them have one alias', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const attributes = { email: anEmail(), email_verified: 'true' };
    const records = [aName(), aName()].map((username) => ({ username, attributes }));
    expect(await loadTogether(pool.poolId, records)).toBe(false);
    await expect(describeUser(pool, records[0]?.username ?? '')).rejects.toThrow('User does not exist.');
  });
});
