import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '#local/processes.ts';
import { type InstalledPackage, installPackage, type Told } from '#tests/support/installed-package.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => installed.remove());

const clientOf = ({ endpoint = '', region = '', accessKeyId = '', secretAccessKey = '' }: Told) =>
  new CognitoIdentityProviderClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });

const signIn = async (told: Told, USERNAME = told.username ?? '', PASSWORD = told.password ?? ''): Promise<string> => {
  const { AuthenticationResult } = await clientOf(told).send(
    new InitiateAuthCommand({
      ClientId: told.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
  return AuthenticationResult?.TokenType ?? '';
};

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);

const childrenOf = (pid: number | undefined): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

describe('what is installed', () => {
  it('is small, and needs nothing that builds', () => {
    expect(bytesIn(installed.place)).toBeLessThan(60_000_000);
    expect(readdirSync(path.join(installed.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      '@dynoxide',
      '@node-rs',
      'gatehouse-pools',
    ]);
  });

  it('runs nothing when it is installed, and puts no program but its own on the path', () => {
    const manifest = JSON.parse(readFileSync(path.join(installed.place, 'package.json'), 'utf8'));
    expect(manifest.scripts).toBeUndefined();
    expect(readdirSync(path.join(installed.folder, 'node_modules/.bin'))).toEqual(['gatehouse-pools']);
  });

  it('names the licences of what is in it', () => {
    const licences = readFileSync(path.join(installed.place, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['jose', 'valibot', '@middy/core', '@ip-location-db/asn', 'commander']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });
});

describe('start', () => {
  it('runs the whole of it, keeps what is there, and leaves nothing running', async () => {
    const { told, child } = await installed.start('--port', '0');
    const cognito = clientOf(told);
    const user = { ClientId: told.clientId, Username: 'ada' };
    await cognito.send(
      new SignUpCommand({
        ...user,
        Password: 'Correct-horse-1',
        UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
      }),
    );
    const sent = await (await fetch(`${told.mailboxUrl}/messages?to=ada@example.com`)).json();
    await cognito.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: Object(sent).at(-1).code }));
    const parts = childrenOf(child.pid);
    expect(parts.length).toBeGreaterThan(0);
    expect(await installed.end(child)).toBe(0);
    await expect.poll(() => parts.filter(isAlive)).toEqual([]);

    const again = await installed.start('--port', '0');
    expect(again.told.userPoolId).toBe(told.userPoolId);
    expect(await signIn(again.told, 'ada', 'Correct-horse-1')).toBe('Bearer');
    await installed.end(again.child);
  });

  it('runs two at once in two folders, one of them over HTTPS, too', async () => {
    const [one, two] = await Promise.all([
      installed.start('--port', '0', '--data', 'one'),
      installed.start('--port', '0', '--data', 'two', '--https'),
    ]);
    expect(one.told.endpoint).not.toBe(two.told.endpoint);
    expect(await Promise.all([signIn(one.told), signIn(two.told)])).toEqual(['Bearer', 'Bearer']);
    expect(one.told.httpsEndpoint).toBeUndefined();
    expect(two.told.httpsEndpoint).toMatch(/^https:\/\/localhost:\d+$/);
    expect(existsSync(path.resolve(installed.folder, two.told.certificateAuthority ?? ''))).toBe(true);
    expect(await Promise.all([installed.end(one.child), installed.end(two.child)])).toEqual([0, 0]);
  });

  it('keeps nothing in memory mode', async () => {
    const { told, child } = await installed.start('--memory', '--port', '0', '--data', 'forgotten');
    expect(await signIn(told)).toBe('Bearer');
    await installed.end(child);
    expect(existsSync(path.join(installed.folder, 'forgotten/gatehouse.db'))).toBe(false);
    const next = await installed.start('--memory', '--port', '0', '--data', 'forgotten');
    expect(next.told.userPoolId).not.toBe(told.userPoolId);
    await installed.end(next.child);
  });

  it('refuses a folder and a port that are in use', async () => {
    const { told, child } = await installed.start('--port', '0', '--data', 'taken');
    const folder = await installed.command('start', '--port', '0', '--data', 'taken');
    expect(folder).toMatchObject({ code: 1, out: '' });
    expect(folder.err).toContain('is in use by process');
    const port = new URL(told.endpoint ?? '').port;
    const ports = await installed.command('start', '--port', port, '--data', 'other');
    expect(ports).toMatchObject({ code: 1, out: '' });
    expect(ports.err).toContain(`Port ${port}`);
    await installed.end(child);
  });

  it('says what is wrong with options', async () => {
    const wrong = await installed.command('start', '--port', 'ninety');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('Give a number from 1 to');
    expect(await installed.command('start', '--prot', '1')).toMatchObject({ code: 2 });
  });

  it('says nothing while all is well, if that is wanted', async () => {
    const child = installed.spawn('start', '--port', '0', '--data', 'silent', '--quiet');
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    await expect.poll(() => existsSync(path.join(installed.folder, 'silent/local.json'))).toBe(true);
    expect(await installed.end(child)).toBe(0);
    expect(await said).toEqual(['', '']);
  });

  it('is what the other commands work on', async () => {
    const { told, child } = await installed.start('--port', '0');
    const { code, out } = await installed.command('pools', 'list', '--json');
    expect(code).toBe(0);
    expect(out).toContain(told.userPoolId);
    const { UserPools = [] } = await clientOf(told).send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(UserPools.map(({ Id }) => Id)).toContain(told.userPoolId);
    await installed.end(child);
  });
});
