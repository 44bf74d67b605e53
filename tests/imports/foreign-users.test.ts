import { createCipheriv, pbkdf2Sync, randomBytes, randomUUID, scryptSync } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hash as bcrypt } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { toHashConfig } from '#shared/domain/imports/foreign/firebase.ts';
import { namingFor } from '#shared/domain/imports/foreign/naming.ts';
import { hashPassword } from '#shared/domain/passwords/hash.ts';
import {
  auth0Users,
  type ForeignRow,
  firebaseUsers,
  keycloakUsers,
  readAuth0Passwords,
  supabaseUsers,
} from '#shared/services/imports/foreign-users.ts';
import { adminClient } from '#tests/support/clients.ts';
import { anEmail, makePool, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { answerTotp, begin, codeOf, makeTotpPool } from '#tests/support/totp.ts';
import { loadUser } from '#tests/support/user-loader.ts';

const emailPool = { UsernameAttributes: ['email' as const] };
const byEmail = { naming: namingFor(emailPool), now: Date.now() };

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
}

const lines = (...values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Puts the users of a file into a pool, and gives what was refused or noted. */
const load = async ({ poolId }: Pick<TestPool, 'poolId'>, rows: AsyncIterable<ForeignRow>): Promise<string[]> => {
  const said: string[] = [];
  for await (const row of rows) {
    if ('refused' in row) {
      said.push(row.refused);
    } else if ('note' in row) {
      said.push(`${row.username}: ${row.note}`);
    } else if (row.record.type === 'group') {
      await adminClient().send(new CreateGroupCommand({ UserPoolId: poolId, GroupName: row.record.name }));
    } else {
      await loadUser(poolId, row.record);
      said.push(...row.notes);
    }
  }
  return said;
};

const facts = async ({ poolId }: Pick<TestPool, 'poolId'>, Username: string) => {
  const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  return { ...user, ...Object.fromEntries((user.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value])) };
};

const salt = randomBytes(16);

const expectSignIn = async (pool: TestPool, username: string): Promise<void> => {
  await expect(signIn(pool, { username }, { secret: 'Wrong-horse-9' })).rejects.toThrow(
    'Incorrect username or password.',
  );
  await signIn(pool, { username });
  await expect(signInBySrp(pool, { username })).resolves.toHaveProperty('AuthenticationResult.AccessToken');
};

describe('users of Auth0', () => {
  it('sign in with their passwords, by an export of users and one of password hashes', async () => {
    const pool = await makePool({ ...emailPool, Schema: [{ Name: 'plan', AttributeDataType: 'String' }] });
    const [ada, grace] = [anEmail(), anEmail()];
    const users = lines(
      {
        user_id: 'auth0|60425dc43519d90068f82973',
        email: ada,
        email_verified: true,
        name: 'Ada, "the first"',
        given_name: 'Ada',
        app_metadata: { plan: { tier: 'gold' } },
        created_at: '2021-03-05T16:35:16.775Z',
        identities: [{ provider: 'auth0', connection: 'Username-Password-Authentication' }],
        phone_number: null,
      },
      { user_id: 'google-oauth2|1', email: grace, email_verified: false, blocked: true, phone_number: '0555 1' },
    );
    const hashes = lines({
      _id: { $oid: '60425dc43519d90068f82973' },
      email: ada,
      passwordHash: await bcrypt(password, 10),
      password_set_date: { $date: '2021-04-05T16:35:16.775Z' },
      tenant: 'dev',
      connection: 'Username-Password-Authentication',
    });
    const conversion = { ...byEmail, attributes: { 'custom:plan': 'app_metadata.plan.tier' } };
    expect(await load(pool, auth0Users(bytes(users), conversion, await readAuth0Passwords(bytes(hashes))))).toEqual([
      'The user signed in by google-oauth2, and needs a password here.',
      'phone_number is left out: it is no number of the form +15551234567.',
    ]);
    await expectSignIn(pool, ada);
    expect(await facts(pool, ada)).toMatchObject({
      email_verified: 'true',
      name: 'Ada, "the first"',
      'custom:plan': 'gold',
      UserCreateDate: new Date('2021-03-05T16:35:16.775Z'),
    });
    expect(await facts(pool, grace)).toMatchObject({ UserStatus: 'RESET_REQUIRED', Enabled: false });
  });

  it('sign in with passwords of every kind that a bulk-import file has and that is slow enough', async () => {
    const pool = await makeTotpPool('OPTIONAL', emailPool);
    const hashed: Record<string, object> = {
      bcrypt: { algorithm: 'bcrypt', hash: { value: await bcrypt(password, 5), encoding: 'utf8' } },
      argon2: {
        algorithm: 'argon2',
        hash: {
          // In the order in which the npm package argon2 writes.
          value: (await hashPassword(password, { memory: 4096, passes: 3, parallelism: 1 })).replace(
            't=3,p=1',
            'p=1,t=3',
          ),
          encoding: 'utf8',
        },
      },
      pbkdf2: {
        algorithm: 'pbkdf2',
        hash: {
          value: `$pbkdf2-sha512$i=1000,l=64$${salt.toString('base64')}$${pbkdf2Sync(password, salt, 1000, 64, 'sha512').toString('base64')}`,
          encoding: 'utf8',
        },
      },
      scrypt: {
        algorithm: 'scrypt',
        hash: { value: scryptSync(password, 'salt', 64, { N: 1024, r: 8, p: 1 }).toString('hex'), encoding: 'hex' },
        salt: { value: 'salt', encoding: 'utf8' },
        keylen: 64,
        cost: 1024,
        blockSize: 8,
        parallelization: 1,
      },
      md5: { algorithm: 'md5', hash: { value: '5f4dcc3b5aa765d61d8327deb882cf99', encoding: 'hex' } },
    };
    const emails = Object.fromEntries(Object.keys(hashed).map((name) => [name, anEmail()]));
    const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const app = anEmail();
    const users = [
      ...Object.entries(hashed).map(([name, custom_password_hash]) => ({
        user_id: name,
        email: emails[name],
        email_verified: true,
        custom_password_hash,
      })),
      {
        user_id: 'app',
        email: app,
        password_hash: await bcrypt(password, 5),
        mfa_factors: [{ totp: { secret: seed } }],
      },
    ];
    expect(await load(pool, auth0Users(bytes(JSON.stringify(users, null, 2)), byEmail))).toEqual([
      'The password is left out, and has to be reset: md5 is guessed too fast to be taken.',
    ]);
    for (const name of ['bcrypt', 'argon2', 'pbkdf2', 'scrypt']) await expectSignIn(pool, emails[name] ?? '');
    const at = Date.now();
    const asked = await begin(pool, { username: app }, at);
    await expect(answerTotp(pool, { username: app }, asked.Session, codeOf(seed, at), at)).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
  });
});

describe('users of Auth0 without the names of its API', () => {
  it('sign in by what a file for bulk import has, which is an email, and by their usernames', async () => {
    const [byAddress, byName] = [await makePool(emailPool), await makePool({ AliasAttributes: ['email'] })];
    const [ada, grace] = [anEmail(), anEmail()];
    const username = `u-${randomUUID()}`;
    const password_hash = await bcrypt(password, 5);
    const users = [
      { email: ada, email_verified: true, password_hash },
      { email: grace, email_verified: true, username, password_hash },
      { username: 'nobody' },
    ];
    const refused = 'The user has neither user_id nor email.';
    expect(await load(byAddress, auth0Users(bytes(JSON.stringify(users)), byEmail))).toEqual([refused]);
    await expectSignIn(byAddress, ada);
    const conversion = { naming: namingFor({ AliasAttributes: ['email'] }), now: Date.now() };
    expect(await load(byName, auth0Users(bytes(JSON.stringify(users)), conversion))).toEqual([refused]);
    await expectSignIn(byName, username);
    await expect(signIn(byName, { username: ada })).resolves.toBeDefined();
    const sub = { Name: 'sub', Value: expect.any(String) };
    const { UserAttributes: here = [] } = await facts(byAddress, ada);
    const { UserAttributes: there = [] } = await facts(byName, ada);
    expect(here).toContainEqual(sub);
    expect(there.filter(({ Name }) => Name === 'sub')).toEqual(here.filter(({ Name }) => Name === 'sub'));
  });

  it('come as the export extension calls their attributes, with the hashes of their whole ids', async () => {
    const pool = await makePool({ ...emailPool, Schema: [{ Name: 'source', AttributeDataType: 'String' }] });
    const email = anEmail();
    const users = lines({
      Id: 'auth0|60425dc43519d90068f82973',
      'Given Name': 'Ada',
      'Family Name': 'Lovelace',
      Name: 'Ada Lovelace',
      Email: email,
      'Email Verified': true,
      Connection: 'Username-Password-Authentication',
      'Created At': '2021-03-05T16:35:16.775Z',
    });
    const hash = { passwordHash: await bcrypt(password, 5) };
    const hashes = lines({ _id: { $oid: 'auth0|60425dc43519d90068f82973' }, ...hash }, { _id: { $oid: 'x' }, ...hash });
    const passwords = await readAuth0Passwords(bytes(hashes));
    const conversion = { ...byEmail, attributes: { 'custom:source': 'Connection' } };
    expect(await load(pool, auth0Users(bytes(users), conversion, passwords))).toEqual([]);
    await expectSignIn(pool, email);
    expect(await facts(pool, email)).toMatchObject({
      given_name: 'Ada',
      family_name: 'Lovelace',
      name: 'Ada Lovelace',
      email_verified: 'true',
      'custom:source': 'Username-Password-Authentication',
      UserCreateDate: new Date('2021-03-05T16:35:16.775Z'),
    });
    expect([...passwords.unjoined()]).toMatchObject([
      { username: 'auth0|x', note: expect.stringMatching(/joins nobody/) },
    ]);
  });
});

describe('users of Firebase', () => {
  const signerKey = randomBytes(64);
  const saltSeparator = Buffer.from([7]);
  const config = toHashConfig(`hash_config {
    algorithm: SCRYPT,
    base64_signer_key: ${signerKey.toString('base64')},
    base64_salt_separator: ${saltSeparator.toString('base64')},
    rounds: 8,
    mem_cost: 14,
  }`);
  const passwordHash = (): string => {
    const key = scryptSync(password, Buffer.concat([salt, saltSeparator]), 32, { N: 2 ** 14, r: 8, p: 1 });
    return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(signerKey).toString('base64');
  };

  it('sign in with their passwords, by an export in JSON', async () => {
    const pool = await makePool({ ...emailPool, Schema: [{ Name: 'role', AttributeDataType: 'String' }] });
    const email = anEmail();
    const users = {
      users: [
        {
          localId: 'aB3dE5',
          email,
          emailVerified: true,
          passwordHash: passwordHash(),
          salt: salt.toString('base64'),
          displayName: 'Ada } ] "users": [ Lovelace',
          lastSignedInAt: '1486324170000',
          createdAt: '1486324170000',
          customAttributes: '{"role":"admin"}',
          providerUserInfo: [{ providerId: 'google.com', rawId: '1' }],
        },
        { localId: 'x', phoneNumber: '+15551234567', providerUserInfo: [] },
      ],
    };
    const conversion = { ...byEmail, attributes: { 'custom:role': 'customAttributes.role' } };
    expect(await load(pool, firebaseUsers(bytes(JSON.stringify(users)), conversion, config))).toEqual([
      'The user has none of what users are called by in the pool: email.',
    ]);
    await expectSignIn(pool, email);
    expect(await facts(pool, email)).toMatchObject({
      'custom:role': 'admin',
      name: 'Ada } ] "users": [ Lovelace',
      UserCreateDate: new Date(1_486_324_170_000),
    });
  });

  it('sign in with their passwords, by an export in CSV', async () => {
    const pool = await makePool(emailPool);
    const [ada, grace] = [anEmail(), anEmail()];
    const row = (...values: readonly string[]): string => [...values, ...Array(28 - values.length).fill('')].join(',');
    const csv = [
      row('uid1', ada, 'true', passwordHash(), salt.toString('base64'), '"Lovelace, Ada"', 'https://example.com/a.png'),
      row('uid2', grace, 'false', '', '', 'Grace'),
    ].join('\n');
    expect(await load(pool, firebaseUsers(bytes(`${csv}\n`), byEmail, config))).toEqual([]);
    await expectSignIn(pool, ada);
    expect(await facts(pool, ada)).toMatchObject({ name: 'Lovelace, Ada', picture: 'https://example.com/a.png' });
    expect(await facts(pool, grace)).toMatchObject({ UserStatus: 'RESET_REQUIRED', email_verified: 'false' });
  });

  it('have to reset their passwords without the hash parameters', async () => {
    const users = { users: [{ localId: 'a', email: anEmail(), passwordHash: passwordHash(), salt: 'AAAA' }] };
    expect(await load(await makePool(emailPool), firebaseUsers(bytes(JSON.stringify(users)), byEmail))).toEqual([
      'The password is left out, and has to be reset: the hash parameters of the project were not given.',
    ]);
  });
});

describe('users of Keycloak', () => {
  const credential = (algorithm: string, hashIterations: number, value: Buffer, additionalParameters: object = {}) => ({
    id: randomUUID(),
    type: 'password',
    createdDate: 1_700_000_000_000,
    secretData: JSON.stringify({ value: value.toString('base64'), salt: salt.toString('base64') }),
    credentialData: JSON.stringify({ hashIterations, algorithm, additionalParameters }),
  });

  it('sign in with their passwords and apps, and are in their groups', async () => {
    const pool = await makeTotpPool('OPTIONAL', { AliasAttributes: ['email'] });
    const argon2 = await hashPassword(password, { memory: 7168, passes: 5, parallelism: 1 });
    const [, , , , argonSalt = '', argonTag = ''] = argon2.split('$');
    const secret = 'aSecretOfTwentyBytes';
    const user = (username: string, ...credentials: readonly object[]) => ({
      id: randomUUID(),
      username,
      email: anEmail(),
      emailVerified: true,
      enabled: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      createdTimestamp: 1_600_000_000_000,
      attributes: { phoneNumber: ['+15551234567'], locale: ['en'] },
      requiredActions: [],
      credentials,
    });
    const users = [
      {
        ...user('k256', credential('pbkdf2-sha256', 1000, pbkdf2Sync(password, salt, 1000, 64, 'sha256'))),
        groups: ['/a/readers'],
      },
      {
        ...user('k512', credential('pbkdf2-sha512', 1000, pbkdf2Sync(password, salt, 1000, 64, 'sha512'))),
        groups: ['/a/readers', '/b c'],
      },
      user('k1', credential('pbkdf2', 1000, pbkdf2Sync(password, salt, 1000, 64, 'sha1'))),
      user('kargon', {
        ...credential('argon2', 5, Buffer.from(argonTag, 'base64'), {
          hashLength: ['32'],
          memory: ['7168'],
          type: ['id'],
          version: ['1.3'],
          parallelism: ['1'],
        }),
        secretData: JSON.stringify({ value: argonTag, salt: argonSalt }),
      }),
      user('kotp', credential('pbkdf2-sha256', 10, pbkdf2Sync(password, salt, 10, 32, 'sha256')), {
        type: 'otp',
        userLabel: 'phone',
        secretData: JSON.stringify({ value: secret }),
        credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
      }),
      {
        ...user('ktemporary', credential('pbkdf2-sha256', 10, pbkdf2Sync(password, salt, 10, 32, 'sha256')), {
          type: 'webauthn',
          secretData: '{}',
          credentialData: '{}',
        }),
        requiredActions: ['UPDATE_PASSWORD'],
      },
      { ...user('service-account-app'), serviceAccountClientId: 'app' },
    ];
    const realm = {
      realm: 'shop',
      roles: { realm: [{ name: 'users', users: [] }] },
      users,
      clients: [{ users: [{}] }],
    };
    const conversion = { naming: namingFor({ AliasAttributes: ['email'] }), now: Date.now() };
    expect(await load(pool, keycloakUsers(bytes(JSON.stringify(realm)), conversion))).toEqual([
      'The group b c is left out: no group may be called so.',
      'A credential of the type webauthn is left out.',
      'A service account is no user.',
    ]);
    for (const name of ['k256', 'k512', 'k1', 'kargon']) await expectSignIn(pool, name);
    await expect(signIn(pool, { username: users[0]?.email ?? '' })).resolves.toBeDefined();
    expect(await facts(pool, 'k256')).toMatchObject({
      sub: users[0]?.id,
      phone_number: '+15551234567',
      name: 'Ada Lovelace',
    });
    const { Groups } = await adminClient().send(
      new AdminListGroupsForUserCommand({ UserPoolId: pool.poolId, Username: 'k512' }),
    );
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['a/readers']);
    await expect(begin(pool, { username: 'ktemporary' })).resolves.toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
    });
    const at = Date.now();
    const asked = await begin(pool, { username: 'kotp' }, at);
    const base32 = (await import('otpauth')).Secret.fromUTF8(secret).base32;
    await expect(answerTotp(pool, { username: 'kotp' }, asked.Session, codeOf(base32, at), at)).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
  });
});

describe('users of Supabase', () => {
  it('sign in with their passwords, by rows in JSON', async () => {
    const pool = await makePool(emailPool);
    const [ada, grace, late, banned] = [anEmail(), anEmail(), anEmail(), anEmail()];
    const id = randomUUID();
    const signerKey = randomBytes(64);
    const key = scryptSync(password, salt, 32, { N: 16, r: 8, p: 1 });
    const firebase = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(signerKey);
    const confirmed = { email_confirmed_at: '2024-05-06 07:08:09.123+00' };
    const rows = lines(
      {
        id,
        aud: 'authenticated',
        email: ada,
        encrypted_password: await bcrypt(password, 6),
        ...confirmed,
        phone: '15551234567',
        raw_user_meta_data: { full_name: 'Ada' },
        created_at: '2024-05-06 07:08:09.123+00',
        is_anonymous: false,
      },
      {
        id: randomUUID(),
        email: grace,
        ...confirmed,
        encrypted_password: `$fbscrypt$v=1,n=4,r=8,p=1,sk=${signerKey.toString('base64')}$${salt.toString('base64')}$${firebase.toString('base64')}`,
      },
      {
        id: randomUUID(),
        email: late,
        encrypted_password: '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$UUVBQUFBQUFBQUFBQUFBQQ',
      },
      { id: randomUUID(), email: banned, ...confirmed, banned_until: '2999-01-01 00:00:00+00' },
      { id: randomUUID(), is_anonymous: true },
      { id: randomUUID(), email: anEmail(), deleted_at: '2024-05-06 07:08:09+00' },
    );
    expect(await load(pool, supabaseUsers(bytes(rows), byEmail))).toEqual([
      'An anonymous user cannot sign in again.',
      'The user is deleted.',
    ]);
    await expectSignIn(pool, ada);
    await expectSignIn(pool, grace);
    expect(await facts(pool, ada)).toMatchObject({
      sub: id,
      name: 'Ada',
      phone_number: '+15551234567',
      phone_number_verified: 'false',
      UserCreateDate: new Date('2024-05-06T07:08:09.123Z'),
    });
    expect(await facts(pool, late)).toMatchObject({ UserStatus: 'UNCONFIRMED', email_verified: 'false' });
    expect(await facts(pool, banned)).toMatchObject({ Enabled: false });
  });

  it('sign in with their passwords, by rows in CSV', async () => {
    const pool = await makePool(emailPool);
    const email = anEmail();
    const csv = [
      'id,email,encrypted_password,email_confirmed_at,raw_user_meta_data,is_anonymous,deleted_at,banned_until',
      `${randomUUID()},${email},${await bcrypt(password, 6)},2024-05-06 07:08:09+00,"{""name"":""Ada, née Byron""}",f,\\N,`,
    ].join('\n');
    expect(await load(pool, supabaseUsers(bytes(csv), byEmail))).toEqual([]);
    await expectSignIn(pool, email);
    expect(await facts(pool, email)).toMatchObject({ name: 'Ada, née Byron', email_verified: 'true' });
  });
});
