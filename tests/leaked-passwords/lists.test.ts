import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AdminSetUserPasswordCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makePasswordFile } from '#local/cli/leaked-password-file.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { leaked, minding, protectedBy, setBlocklist, sha1 } from '#tests/support/leaked-passwords.ts';
import { outboundHost, padded, publish, scriptedUrl, timesAsked } from '#tests/support/outbound-server.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const told = { message: 'Password did not conform with policy: Password is known from a data leak' };
const unchecked = { name: 'InvalidPasswordException', message: 'The password could not be checked. Try again later.' };

const aPassword = (): string => `Horse-${randomUUID()}`;

const signUp = ({ clientId }: TestPool, Password: string) =>
  publicClient().send(new SignUpCommand({ ClientId: clientId, Username: randomUUID(), Password }));

/** Puts an object where an operator puts files of leaked passwords. */
const upload = async (name: string, Body: Uint8Array): Promise<void> => {
  const { env, region, credentials } = stack();
  const s3 = new S3Client({ endpoint: env.S3_ENDPOINT ?? '', region, credentials, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: env.FILES_BUCKET, Key: `leaked-passwords/${name}`, Body }));
};

const uploadList = async (lines: readonly string[]): Promise<string> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-leaked-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [list, file] = [path.join(folder, 'list.txt'), path.join(folder, 'list.bin')];
  writeFileSync(list, lines.join('\n'));
  await makePasswordFile(list, file, 'digests');
  const name = `${randomUUID()}.bin`;
  await upload(name, readFileSync(file));
  return name;
};

const many = (count: number): string[] => Array.from({ length: count }, () => sha1(randomUUID()));

describe('a file of leaked passwords in the files bucket', () => {
  it('is asked beside the list that is built in', async () => {
    const [first, second] = [aPassword(), aPassword()];
    const Name = await uploadList([...many(5000), sha1(first), `${sha1(second)}:17`]);
    const pool = await makePool();
    await setBlocklist(pool.poolId, { Enforced: true, File: { Name } });
    for (const known of [first, second, leaked]) await expect(signUp(pool, known)).rejects.toMatchObject(told);
    await expect(signUp(pool, aPassword())).resolves.toBeDefined();
  });

  it('must be there, whole, and what it says', async () => {
    const { poolId } = await makePool();
    const refused = { name: 'InvalidParameterException' };
    await expect(setBlocklist(poolId, { File: { Name: randomUUID() } })).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/^There is no leaked-passwords\/\S+ in the files bucket\.$/),
    });
    for (const body of [Buffer.alloc(0), Buffer.from('something else'), Buffer.alloc(100)]) {
      const Name = randomUUID();
      await upload(Name, body);
      await expect(setBlocklist(poolId, { File: { Name } })).rejects.toMatchObject(refused);
    }
  });

  it.each([
    ['ALLOW', undefined],
    ['REFUSE', unchecked],
  ])('that was replaced since is not read: %s', async (Unchecked, refusal) => {
    const known = aPassword();
    const Name = await uploadList([sha1(known)]);
    const pool = await makePool();
    await setBlocklist(pool.poolId, { Enforced: true, File: { Name }, Unchecked });
    await upload(Name, Buffer.alloc(200));
    const given = signUp(pool, known);
    await (refusal ? expect(given).rejects.toMatchObject(refusal) : expect(given).resolves.toBeDefined());
    await expect(signUp(pool, leaked)).rejects.toMatchObject(told);
  });
});

describe('a service of ranges', () => {
  const publishRange = async (name: string, digest: string, text: string): Promise<string> => {
    await publish(`${name}/${digest.slice(0, 5)}`, text);
    return `https://${outboundHost()}/published/${name}/`;
  };

  // The longest wait there is: an answer counts, however slow the machine.
  const patient = (Url: string): object => ({ Url, TimeoutMilliseconds: 5000 });

  it('is asked by five digits of the digest, and only where no other list has the password', async () => {
    const known = aPassword();
    const digest = sha1(known);
    const Url = await publishRange(randomUUID(), digest, `${'0'.repeat(35)}:0\r\n${digest.slice(5)}:3`);
    const pool = await makePool();
    await setBlocklist(pool.poolId, { Enforced: true, RangeService: patient(Url) });
    await expect(signUp(pool, leaked)).rejects.toMatchObject(told);
    expect(await timesAsked(`${Url}${digest.slice(0, 5)}`)).toBe(0);
    await expect(signUp(pool, known)).rejects.toMatchObject(told);
    expect(await timesAsked(`${Url}${digest.slice(0, 5)}`)).toBe(1);
    expect(await timesAsked(`${Url}${digest.slice(0, 5)}${padded}`)).toBe(1);
  });

  it('does not name a password by a line that only fills the answer up', async () => {
    const given = aPassword();
    const digest = sha1(given);
    const Url = await publishRange(randomUUID(), digest, `${digest.slice(5)}:0`);
    const pool = await makePool();
    await setBlocklist(pool.poolId, { Enforced: true, RangeService: patient(Url), Unchecked: 'REFUSE' });
    await expect(signUp(pool, given)).resolves.toBeDefined();
  });

  const failing = {
    'that takes too long': async () => `${scriptedUrl(randomUUID(), { after: 5000 })}/`,
    'that answers with an error': async () => `${scriptedUrl(randomUUID(), { status: 500 })}/`,
    'that answers too much': (digest: string) => publishRange(randomUUID(), digest, 'A'.repeat(300_000)),
    'in the network of the deployment': async () => 'https://127.0.0.1/',
  };

  it.each(Object.entries(failing))('%s lets passwords through, or not, as it is set', async (_what, urlFor) => {
    const pool = await makePool();
    const given = aPassword();
    const RangeService = { Url: await urlFor(sha1(given)), TimeoutMilliseconds: 200 };
    await setBlocklist(pool.poolId, { Enforced: true, RangeService });
    await expect(signUp(pool, given)).resolves.toBeDefined();
    await setBlocklist(pool.poolId, { Enforced: true, RangeService, Unchecked: 'REFUSE' });
    await expect(signUp(pool, given)).rejects.toMatchObject(unchecked);
  });

  it('that fails keeps nobody from signing in, unless it is set so, and nobody has to reset anything', async () => {
    const pool = await makePool(protectedBy('ENFORCED'));
    const user = await makeUser(pool);
    await minding(pool.poolId);
    const RangeService = { Url: `${scriptedUrl(randomUUID(), { status: 500 })}/` };
    await setBlocklist(pool.poolId, { RangeService });
    await expect(signIn(pool, user)).resolves.toBeDefined();
    await setBlocklist(pool.poolId, { RangeService, Unchecked: 'REFUSE' });
    await expect(beginSignIn(pool, user.username)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'The password could not be checked. Try again later.',
    });
    await setBlocklist(pool.poolId, {});
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it('is not asked at a sign-in with a wrong password, or by nobody', async () => {
    const pool = await makePool(protectedBy('ENFORCED'), { PreventUserExistenceErrors: 'ENABLED' });
    const user = await makeUser(pool);
    await minding(pool.poolId);
    const wrong = aPassword();
    const Url = await publishRange(randomUUID(), sha1(wrong), `${sha1(wrong).slice(5)}:1`);
    await setBlocklist(pool.poolId, { RangeService: { Url } });
    for (const name of [user.username, `nobody-${randomUUID()}`]) {
      await expect(beginSignIn(pool, name, wrong)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
    expect(await timesAsked(`${Url}${sha1(wrong).slice(0, 5)}`)).toBe(0);
    await adminClient().send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        Password: aPassword(),
        Permanent: true,
      }),
    );
  });
});
