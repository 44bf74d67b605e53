import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '#local/cli/api.ts';
import type { Session } from '#local/cli/session.ts';
import { updatableOf } from '#local/pull/comparable.ts';
import { connect } from '#local/pull/connect.ts';
import { bringUpToDate } from '#local/pull/parts.ts';
import { partsOf } from '#local/pull/pool-parts.ts';
import { readPool } from '#local/pull/read-pool.ts';
import { push } from '#local/push/push.ts';
import { translated, withoutProviderGroups } from '#local/push/translated.ts';
import { cliSettings, inDirectory, runCli } from '#tests/support/cli.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { join } from '#tests/support/groups.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makeClient, makePool, makeUser, password } from '#tests/support/pools.ts';
import { makeRichPool } from '#tests/support/pull.ts';
import { type SecondStack, startSecondStack } from '#tests/support/second-stack.ts';
import { stack } from '#tests/support/stack.ts';

let there: SecondStack;
let target: CognitoIdentityProviderClient;

beforeAll(async () => {
  there = await startSecondStack();
  target = there.client;
});

afterAll(async () => {
  await there.stop();
});

const admin = adminClient();

/** Runs a push to the other deployment, by a profile of the AWS CLI. */
const pushBy = (directory: string, poolId: string, ...more: readonly string[]) => {
  const credentials = path.join(directory, 'credentials');
  const {
    GATEHOUSE_ACCESS_KEY_ID: id,
    GATEHOUSE_SECRET_ACCESS_KEY: secret,
    GATEHOUSE_ENDPOINT: endpoint = '',
  } = there.cli;
  writeFileSync(credentials, `[shop]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`);
  const report = ['--report', path.join(directory, 'report.json'), '--rate', '500'];
  return runCli(['push', poolId, '--to-profile', 'shop', '--to-endpoint', endpoint, ...report, ...more], {
    env: { ...cliSettings(), AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: path.join(directory, 'none') },
  });
};

/** The settings of a pool in which anybody may sign up, without a function that is asked. */
const opened = async (poolId: string) => {
  const { pool } = (await readPool(admin, poolId)) ?? {};
  return {
    ...(pool && updatableOf(pool)),
    AdminCreateUserConfig: { ...pool?.AdminCreateUserConfig, AllowAdminCreateUserOnly: false },
  };
};

const factsOf = async (client: CognitoIdentityProviderClient, poolId: string) => {
  const facts = await readPool(client, poolId);
  if (!facts) throw new Error('The pool is gone.');
  return withoutProviderGroups(facts);
};

const answerOf = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');

const usersIn = (directory: string): readonly Record<string, string>[] =>
  readFileSync(path.join(directory, 'report.users.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('gatehouse-pools push', () => {
  it('says what is wrong before it begins, and leaves no report of it', async () => {
    const { poolId: UserPoolId } = await makePool();
    const self = cliSettings().GATEHOUSE_ENDPOINT ?? '';
    await inDirectory(async (directory) => {
      const nowhere = await pushBy(directory, UserPoolId, '--to-endpoint', 'http://127.0.0.1:1');
      expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing answers at 127.0.0.1:1.') });
      const toItself = await pushBy(directory, UserPoolId, '--to-endpoint', self);
      expect(toItself).toMatchObject({ code: 2, stderr: expect.stringContaining(`${self} is where the pool is.`) });
      expect(existsSync(path.join(directory, 'report.json'))).toBe(false);
      const planned = await pushBy(directory, UserPoolId, '--dry-run');
      expect(planned.stdout).toContain('report.users.jsonl tells the new sub of each user.');
    });
  });

  it('makes the pool elsewhere with all that the API takes, and tells the new ids', async () => {
    const { poolId: UserPoolId, users, prefix } = await makeRichPool();
    const [ada, grace, alan, edsger] = users;
    if (!ada || !grace || !alan || !edsger) throw new Error('There are no users.');
    await admin.send(new UpdateUserPoolCommand({ UserPoolId, ...(await opened(UserPoolId)) }));
    const client = await makeClient(UserPoolId, { ClientName: 'to sign up' });
    const UserAttributes = [{ Name: 'email', Value: anEmail() }];
    const signUp = { ClientId: client.clientId, Username: 'mary', Password: 'Correct-horse-1', UserAttributes };
    await publicClient().send(new SignUpCommand(signUp));

    await inDirectory(async (directory) => {
      const planned = await pushBy(directory, UserPoolId, '--dry-run', '--json');
      expect(planned).toMatchObject({ code: 0, stderr: '' });
      expect(answerOf(planned.stdout)).toMatchObject({ DryRun: true, Users: 5 });
      expect(existsSync(path.join(directory, 'report.json'))).toBe(false);
      const { UserPools } = await target.send(new ListUserPoolsCommand({ MaxResults: 60 }));
      expect(UserPools?.filter(({ Name }) => Name === 'rich')).toEqual([]);

      const run = await pushBy(directory, UserPoolId, '--json');
      expect(run).toMatchObject({ code: 0, stderr: '' });
      const answer = answerOf(run.stdout);
      expect(answer).toMatchObject({ FormerUserPoolId: UserPoolId, Users: { Made: 4, Left: 1 } });
      expect(answer.UserPoolId).not.toBe(UserPoolId);

      const [here, now] = [await factsOf(admin, UserPoolId), await factsOf(target, answer.UserPoolId)];
      const newIds = Object.fromEntries(
        answer.UserPoolClients.map((one: { FormerClientId: string; ClientId: string; ClientName: string }) => [
          one.FormerClientId,
          { name: one.ClientName, clientId: one.ClientId },
        ]),
      );
      const wanted = translated(here, answer.UserPoolId, newIds);
      expect(now.clients.size).toBe(3);
      // All that a push brings up to date is the same, so nothing would be done any more.
      expect(await bringUpToDate(partsOf(target, { there: wanted, here: now }), true)).toEqual({
        changes: [],
        notes: [],
      });
      expect(now.domains.has(prefix)).toBe(true);
      expect(now.pool.UserPoolTags).toEqual({ team: 'shop' });

      const find = (Username: string) =>
        target.send(new AdminGetUserCommand({ UserPoolId: answer.UserPoolId, Username }));
      const attributesOf = async (name: string) => {
        const { UserAttributes: told = [] } = await find(name);
        return Object.fromEntries(told.map(({ Name = '', Value }) => [Name, Value]));
      };
      const { sub: newSub, ...kept } = await attributesOf(grace.username);
      expect(newSub).not.toBe(grace.sub);
      expect(kept).toEqual({
        email: grace.email,
        email_verified: 'true',
        phone_number: '+15550100',
        phone_number_verified: 'true',
        preferred_username: 'hopper',
        'dev:custom:inside': 'kept',
      });
      await expect(find(grace.username)).resolves.toMatchObject({
        UserStatus: 'CONFIRMED',
        Enabled: true,
        PreferredMfaSetting: 'SMS_MFA',
        UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
      });
      const { Groups } = await target.send(
        new AdminListGroupsForUserCommand({ UserPoolId: answer.UserPoolId, Username: grace.username }),
      );
      expect(Groups?.map(({ GroupName }) => GroupName).sort()).toEqual(['readers', 'writers']);
      await expect(find(alan.username)).resolves.toMatchObject({ Enabled: false });
      expect(await attributesOf(edsger.username)).toHaveProperty('identities', expect.stringContaining('4711'));
      expect(await attributesOf(ada.username)).toHaveProperty('custom:plan', 'gold');

      expect(usersIn(directory)).toEqual(
        expect.arrayContaining([
          { username: 'grace', sub: grace.sub, newUsername: 'grace', newSub },
          { username: 'mary', sub: expect.any(String), left: 'unconfirmed' },
        ]),
      );
      for (const name of ['report.json', 'report.users.jsonl']) {
        expect(statSync(path.join(directory, name)).mode & 0o777).toBe(0o600);
      }
      const { clients } = JSON.parse(readFileSync(path.join(directory, 'report.json'), 'utf8'));
      for (const [id, { ClientSecret }] of here.clients) expect(clients[id].clientSecret).toBe(ClientSecret);
      const about = (name: string) => answer.Notes.filter(({ About }: { About: string }) => About === name);
      expect(about('triggers')).toMatchObject([
        { Names: [expect.stringContaining('allowEmailDomains'), expect.stringContaining('tenantClaims')] },
      ]);
      expect(about('passwords')).toMatchObject([
        { What: 'Users with a password that nobody knows, as Cognito takes no hashes: 4.' },
      ]);
      expect(about('users')).toMatchObject([{ What: 'Users who were not made: 1.' }]);

      // Nobody got a message.
      const mails = JSON.stringify(await there.messages());
      for (const { email } of users) expect(mails).not.toContain(email);

      const again = await pushBy(directory, UserPoolId);
      expect(again).toMatchObject({ code: 0 });
      expect(again.stdout).toMatch(new RegExp(`^user pool +${UserPoolId} +${answer.UserPoolId}$`, 'm'));
      expect(usersIn(directory)).toHaveLength(5);
    });
  });

  it('gives users who sign up with an email address a new username, and a password only by a reset', async () => {
    const pool = await makePool({
      PoolName: `mail-${Date.now()}`,
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
    });
    const email = anEmail();
    const user = await makeUser(pool, { username: email, email });
    await inDirectory(async (directory) => {
      const run = await pushBy(directory, pool.poolId, '--json');
      expect(run).toMatchObject({ code: 0, stderr: '' });
      const [line] = usersIn(directory);
      expect(line).toMatchObject({ username: user.username, sub: user.sub });
      expect(line?.newUsername).not.toBe(user.username);
      const { UserPoolClients } = answerOf(run.stdout);
      const asked = { ClientId: UserPoolClients[0].ClientId, AuthFlow: 'USER_PASSWORD_AUTH' } as const;
      await expect(
        target.send(new InitiateAuthCommand({ ...asked, AuthParameters: { USERNAME: email, PASSWORD: password } })),
      ).rejects.toThrow('Incorrect username or password.');
    });
  });

  it('notes what is not taken, and makes the rest', async () => {
    const pool = await makePool({ PoolName: `taken-${Date.now()}` });
    const Domain = `taken-${Date.now()}`;
    await admin.send(new CreateUserPoolDomainCommand({ UserPoolId: pool.poolId, Domain }));
    const { UserPool } = await target.send(new CreateUserPoolCommand({ PoolName: 'other' }));
    await target.send(new CreateUserPoolDomainCommand({ UserPoolId: UserPool?.Id, Domain }));
    await callOwn('SetUserPoolSignInSettings', { UserPoolId: pool.poolId, Lockout: { Failures: 10 } });
    await makeUser(pool);
    await inDirectory(async (directory) => {
      const run = await pushBy(directory, pool.poolId, '--json');
      expect(run).toMatchObject({ code: 0, stderr: '' });
      const { Notes, Users } = answerOf(run.stdout);
      expect(Users).toEqual({ Made: 1, Left: 0 });
      expect(Notes).toContainEqual(expect.objectContaining({ About: 'domain', What: expect.stringContaining(Domain) }));
      expect(Notes).toContainEqual(
        expect.objectContaining({
          About: 'settings of our own',
          What: expect.stringContaining('SetUserPoolSignInSettings'),
        }),
      );
    });
  });

  it('says nothing of settings that nobody has set', async () => {
    const pool = await makePool();
    await inDirectory(async (directory) => {
      const run = await pushBy(directory, pool.poolId, '--dry-run', '--json');
      expect(answerOf(run.stdout).Notes.map(({ About }: { About: string }) => About)).toEqual(['tokens']);
    });
  });

  it('says what is wrong with a pool, a report or a profile', async () => {
    const pool = await makePool();
    await inDirectory(async (directory) => {
      expect(await pushBy(directory, 'us-east-1_Nowhere00')).toMatchObject({ code: 1, stdout: '' });
      writeFileSync(path.join(directory, 'report.json'), '{}');
      const broken = await pushBy(directory, pool.poolId);
      expect(broken).toMatchObject({ code: 1, stdout: '' });
      expect(broken.stderr).toContain('Remove it');
      const nobody = await pushBy(directory, pool.poolId, '--to-profile', 'nobody');
      expect(nobody.code).not.toBe(0);
      expect(nobody.stdout).toBe('');
    });
  });
});

class Killed extends Error {}

const silent = { update: () => undefined, stop: () => undefined };

/** Pushes until the target has made so many changes. The answer to the last one gets lost. */
const pushUntil = async (poolId: string, reportFile: string, most: number) => {
  const { endpoint, region, accessKeyId, secretAccessKey } = stack();
  const settings = { endpoint, region, accessKey: { accessKeyId, secretAccessKey } };
  const {
    GATEHOUSE_ENDPOINT: to = '',
    GATEHOUSE_ACCESS_KEY_ID: id = '',
    GATEHOUSE_SECRET_ACCESS_KEY: secret = '',
  } = there.cli;
  const dying = connect({ endpoint: to, region, credentials: { accessKeyId: id, secretAccessKey: secret } });
  let made = 0;
  dying.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const isChange = !/^(?:Admin)?(?:Get|List|Describe)/.test(commandName);
        if (isChange && made >= most) throw new Killed();
        const answer = await next(args);
        if (isChange) made += 1;
        if (isChange && made >= most) throw new Killed();
        return answer;
      },
    { step: 'initialize', name: 'dying' },
  );
  const session: Session = {
    api: createApi(settings),
    out: {
      forMachines: true,
      answer: () => undefined,
      step: () => undefined,
      note: () => undefined,
      progress: () => silent,
    },
  };
  const sides = { source: connect({ endpoint, region, credentials: settings.accessKey }), target: dying };
  const wanted = { ...sides, poolId, from: endpoint, to: { endpoint: to, region }, reportFile };
  return push(session, wanted).catch((error: unknown) => {
    if (error instanceof Killed) return undefined;
    throw error;
  });
};

describe('a push that is killed', () => {
  it('goes on when it is run again, whenever that was, and makes nothing twice', async () => {
    const name = `killed-${Date.now()}`;
    const pool = await makePool({ PoolName: name });
    const { poolId: UserPoolId } = pool;
    await admin.send(new CreateGroupCommand({ UserPoolId, GroupName: 'readers' }));
    const users = await Promise.all(Array.from({ length: 6 }, () => makeUser(pool)));
    for (const user of users) await join(pool, user, 'readers');
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'report.json');
      let report: Awaited<ReturnType<typeof pushUntil>>;
      let runs = 0;
      while (!report) {
        runs += 1;
        report = await pushUntil(UserPoolId, file, runs);
      }
      expect(runs).toBeGreaterThan(5);
      const { UserPools = [] } = await target.send(new ListUserPoolsCommand({ MaxResults: 60 }));
      expect(UserPools.filter(({ Name }) => Name === name).map(({ Id }) => Id)).toEqual([report.poolId]);
      const named = { UserPoolId: report.poolId };
      const { UserPool } = await target.send(new DescribeUserPoolCommand(named));
      expect(UserPool?.UserPoolTags ?? {}).toEqual({});
      const { UserPoolClients } = await target.send(new ListUserPoolClientsCommand(named));
      expect(UserPoolClients).toHaveLength(1);
      const { Users = [] } = await target.send(new ListUsersCommand(named));
      expect(Users.map(({ Username, UserStatus }) => [Username, UserStatus]).sort()).toEqual(
        users.map(({ username }) => [username, 'CONFIRMED']).sort(),
      );
      expect(
        usersIn(directory)
          .map(({ username }) => username)
          .sort(),
      ).toEqual(users.map(({ username }) => username).sort());
      const { Groups } = await target.send(
        new AdminListGroupsForUserCommand({ ...named, Username: users[0]?.username }),
      );
      expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['readers']);
    });
  });
});
