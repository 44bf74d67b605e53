import {
  AddCustomAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  DescribeIdentityProviderCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeResourceServerCommand,
  DescribeRiskConfigurationCommand,
  DescribeTermsByClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetGroupCommand,
  GetLogDeliveryConfigurationCommand,
  GetUICustomizationCommand,
  GetUserPoolMfaConfigCommand,
  UpdateGroupCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inDirectory, runCli } from '#tests/support/cli.ts';
import { makeKeyClient, newEcKeys } from '#tests/support/client-keys.ts';
import { importLines, makeRecordJob } from '#tests/support/exports.ts';
import { join, makeGroup } from '#tests/support/groups.ts';
import { makeClient, makePool, type TestPool } from '#tests/support/pools.ts';
import {
  addUser,
  former,
  makeRichPool,
  type PullReport,
  pull,
  pullCommand,
  type RichPool,
} from '#tests/support/pull.ts';
import { type SecondStack, startSecondStack } from '#tests/support/second-stack.ts';

// They tell of the deployment, or of when something was made here.
const ownMembers: ReadonlySet<string> = new Set([
  '$metadata',
  'CreationDate',
  'LastModifiedDate',
  'Version',
  'CSSVersion',
  'CloudFrontDistribution',
  'ManagedLoginBrandingId',
  // The report lists the pool's own key for SAML.
  'ActiveEncryptionCertificate',
]);

const withoutOwn = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutOwn);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !ownMembers.has(name) && member !== undefined)
      .map(([name, member]) => [name, withoutOwn(member)]),
  );
};

/** Everything that the API tells of a pool without its users. */
const describePool = async (client: CognitoIdentityProviderClient, pool: RichPool): Promise<unknown> => {
  const { poolId: UserPoolId, clientId, machine, prefix } = pool;
  const one = { UserPoolId, ClientId: clientId };
  const answers = [
    await client.send(new DescribeUserPoolCommand({ UserPoolId })),
    await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId })),
    await client.send(new DescribeUserPoolClientCommand(one)),
    await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: machine })),
    await client.send(new DescribeResourceServerCommand({ UserPoolId, Identifier: 'orders' })),
    await client.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Corporate' })),
    await client.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Google' })),
    await client.send(new DescribeUserPoolDomainCommand({ Domain: prefix })),
    await client.send(new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: 'Okta' })),
    await client.send(new GetUICustomizationCommand({ UserPoolId })),
    await client.send(new GetUICustomizationCommand(one)).then(({ UICustomization: look }) => ({
      ...look,
      // Its name has the digest of the image.
      ImageUrl: look?.ImageUrl && new URL(look.ImageUrl).pathname,
    })),
    await client.send(new DescribeManagedLoginBrandingByClientCommand(one)),
    await client.send(new DescribeTermsByClientCommand({ ...one, TermsName: 'terms-of-use' })),
    await client.send(new DescribeTermsByClientCommand({ ...one, TermsName: 'privacy-policy' })),
    await client.send(new DescribeRiskConfigurationCommand({ UserPoolId })),
    await client.send(new DescribeRiskConfigurationCommand(one)),
    await client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId })),
    await client.send(new GetGroupCommand({ UserPoolId, GroupName: 'readers' })),
    await client.send(new GetGroupCommand({ UserPoolId, GroupName: 'writers' })),
  ];
  return answers.map(withoutOwn);
};

const describeUsers = async (client: CognitoIdentityProviderClient, { poolId: UserPoolId, users }: RichPool) => {
  const found = [];
  for (const { username: Username } of users) {
    const { $metadata: _, ...user } = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
    found.push({ ...user, groups: Groups.map(({ GroupName }) => GroupName).sort() });
  }
  return found;
};

let second: SecondStack;

beforeAll(async () => {
  second = await startSecondStack();
});

afterAll(() => second.stop());

describe('gatehouse-pools pull', () => {
  it('makes a pool in which everything is told as it was, and changes nothing the second time', async () => {
    const pool = await makeRichPool();
    await inDirectory(async (directory) => {
      const place = { second, directory, poolId: pool.poolId };
      const first = await pull(place);

      expect(await describePool(second.client, pool)).toEqual(await describePool(former(), pool));
      expect(await describeUsers(second.client, pool)).toEqual(await describeUsers(former(), pool));
      expect(first).toMatchObject({ Made: true, Users: { Read: 4, Imported: 4, Changed: 0 } });

      const again = await pull(place);
      expect(again).toMatchObject({ Made: false, Changes: [], Users: { Read: 4, Imported: 0, Changed: 0 } });
      expect(again.Notes).toEqual(first.Notes);
    });
  });
});

/** What the pull of a pool of its own has to do, in another deployment. */
const withPlace = async (
  work: (place: {
    pool: TestPool;
    pull: (...more: string[]) => Promise<PullReport>;
    directory: string;
  }) => Promise<void>,
) => {
  const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
  await inDirectory((directory) =>
    work({ pool, directory, pull: (...more) => pull({ second, directory, poolId: pool.poolId }, ...more) }),
  );
};

const findHere = async ({ poolId: UserPoolId }: TestPool, Username: string) => {
  const { UserAttributes = [], ...user } = await second.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return { ...user, attributes: Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value])) };
};

describe('gatehouse-pools pull, again', () => {
  it('takes what has changed there: settings, clients, groups and users', async () => {
    await withPlace(async ({ pool, pull: run }) => {
      const { poolId: UserPoolId, clientId: ClientId } = pool;
      const [kept, moved, gone] = [
        await addUser(pool, 'kept'),
        await addUser(pool, 'moved'),
        await addUser(pool, 'gone'),
      ];
      await makeGroup(pool, 'readers');
      await makeGroup(pool, 'writers');
      await join(pool, moved, 'readers');
      await run();

      const Username = moved.username;
      await former().send(
        new UpdateUserPoolCommand({ UserPoolId, PoolName: 'renamed', AutoVerifiedAttributes: ['email'] }),
      );
      await former().send(
        new AddCustomAttributesCommand({
          UserPoolId,
          CustomAttributes: [{ Name: 'plan', AttributeDataType: 'String' }],
        }),
      );
      await former().send(
        new UpdateUserPoolClientCommand({
          UserPoolId,
          ClientId,
          ClientName: 'web',
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        }),
      );
      await former().send(new UpdateGroupCommand({ UserPoolId, GroupName: 'readers', Description: 'They read' }));
      const UserAttributes = [
        { Name: 'email', Value: 'moved@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:plan', Value: 'gold' },
      ];
      await former().send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
      await former().send(new AdminDisableUserCommand({ UserPoolId, Username }));
      await former().send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName: 'readers' }));
      await join(pool, moved, 'writers');
      await former().send(new AdminDeleteUserCommand({ UserPoolId, Username: gone.username }));
      await addUser(pool, 'late');
      const { clientId: lateClient } = await makeClient(UserPoolId);

      const report = await run();
      expect(report.Changes.map(({ Did, What, Name }) => `${Did} ${What} ${Name}`)).toEqual([
        'made attribute custom:plan',
        'changed settings of the pool',
        'changed group readers',
        `changed app client ${ClientId}`,
      ]);
      expect(report.Users).toEqual({ Read: 3, Imported: 1, Changed: 1 });
      expect(report.Notes.find(({ About }) => About === 'app client')?.What).toContain(lateClient);
      expect(report.Notes.find(({ What }) => What.startsWith('Users who are here'))?.Names).toEqual(['gone']);
      expect(await findHere(pool, Username)).toMatchObject({
        Enabled: false,
        attributes: { sub: moved.sub, email: 'moved@example.com', email_verified: 'true', 'custom:plan': 'gold' },
      });
      expect(await findHere(pool, 'late')).toMatchObject({ UserStatus: 'CONFIRMED' });
      expect(await findHere(pool, kept.username)).toMatchObject({ attributes: { sub: kept.sub } });
      const { Groups } = await second.client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
      expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['writers']);

      expect(await run()).toMatchObject({ Changes: [], Users: { Imported: 0, Changed: 0 } });
    });
  });

  it('takes only users who have changed since, and the groups of all', async () => {
    await withPlace(async ({ pool, pull: run }) => {
      const { poolId: UserPoolId } = pool;
      const early = { type: 'user', username: 'early', updatedAt: '2024-01-02T03:04:05.678Z', status: 'CONFIRMED' };
      await importLines(UserPoolId, [JSON.stringify(early)], await makeRecordJob(UserPoolId));
      const grouped = await addUser(pool, 'grouped');
      await expect(run('--since', 'last')).rejects.toThrow('No pull of this pool has come to its end here.');
      await run();
      // Changed here alone: whoever compares all users takes it back.
      const UserAttributes = [{ Name: 'name', Value: 'only here' }];
      await second.client.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: 'early', UserAttributes }));
      await makeGroup(pool, 'readers');
      await join(pool, grouped, 'readers');
      await addUser(pool, 'late');

      expect(await run('--since', '2099-01-01')).toMatchObject({ Users: { Read: 3, Imported: 1, Changed: 1 } });
      expect(await run('--since', 'last')).toMatchObject({ Users: { Read: 3, Imported: 0, Changed: 0 } });
      expect((await findHere(pool, 'early')).attributes.name).toBe('only here');
      expect(await run()).toMatchObject({ Users: { Imported: 0, Changed: 1 } });
      expect((await findHere(pool, 'early')).attributes.name).toBeUndefined();
    });
  });

  it('makes nothing with --dry-run, and says what it would make', async () => {
    await withPlace(async ({ pool, pull: run }) => {
      await addUser(pool, 'ada');
      await makeGroup(pool, 'readers');
      const report = await run('--dry-run');
      expect(report).toMatchObject({ Made: true, Users: { Read: 1, Imported: 1, Changed: 0 } });
      expect(report.Changes).toContainEqual({ Did: 'made', What: 'group', Name: 'readers' });
      const describeHere = new DescribeUserPoolCommand({ UserPoolId: pool.poolId });
      await expect(second.client.send(describeHere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      await run();
      await makeGroup(pool, 'writers');
      expect(await run('--dry-run')).toMatchObject({ Changes: [{ Did: 'made', What: 'group', Name: 'writers' }] });
      expect(await run()).toMatchObject({ Changes: [{ Did: 'made', What: 'group', Name: 'writers' }] });
    });
  });

  it('makes the pool with an app client whose settings are refused here, and says so', async () => {
    await withPlace(async ({ pool, pull: run }) => {
      const { poolId: UserPoolId, clientId: kept } = pool;
      // No operation of Cognito's tells that it proves itself by a key.
      const { clientId: ClientId } = await makeKeyClient(pool, [newEcKeys()]);
      await former().send(
        new CreateResourceServerCommand({
          UserPoolId,
          Identifier: 'orders',
          Name: 'Orders',
          Scopes: [{ ScopeName: 'read', ScopeDescription: 'read orders' }],
        }),
      );
      await former().send(
        new UpdateUserPoolClientCommand({
          UserPoolId,
          ClientId,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthScopes: ['orders/read'],
          AllowedOAuthFlowsUserPoolClient: true,
        }),
      );
      const report = await run();
      expect(report.Notes.find(({ About }) => About === 'app client')?.What).toContain(
        `The app client ${ClientId} is not here as it is there: `,
      );
      const describeKept = new DescribeUserPoolClientCommand({ UserPoolId, ClientId: kept });
      const { UserPoolClient: there } = await former().send(describeKept);
      const { UserPoolClient: here } = await second.client.send(describeKept);
      expect(withoutOwn(here)).toEqual(withoutOwn(there));
    });
  });

  it('says how to go on when it is interrupted, and that it goes on', async () => {
    await withPlace(async ({ pool, directory }) => {
      await addUser(pool, 'ada');
      const { parameters, env } = pullCommand({ second, directory, poolId: pool.poolId });
      const interruptedAt = (said: string): boolean => said.includes('"step":"Reading"');
      expect(await runCli(parameters, { env, interruptedAt })).toMatchObject({ code: 130 });
      const forPeople = parameters.filter((parameter) => parameter !== '--json');
      expect(await runCli(forPeople, { env, interruptedAt: (said) => said.includes('This one goes on') })).toEqual({
        code: 130,
        stdout: '',
        stderr:
          'The last pull did not come to its end. This one goes on with it.\n' +
          'Interrupted. Run the same command again: it goes on.\n',
      });
    });
  });

  it('puts the function that brings passwords in place', async () => {
    await withPlace(async ({ pool, pull: run }) => {
      const arn = 'arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-migrateCognitoUsers';
      await run('--user-migration', arn);
      const { UserPool } = await second.client.send(new DescribeUserPoolCommand({ UserPoolId: pool.poolId }));
      expect(UserPool?.LambdaConfig?.UserMigration).toBe(arn);
      expect(await run('--user-migration', arn)).toMatchObject({ Changes: [] });
    });
  });

  it.each(['Reading', 'Sealing', 'Uploading', 'Importing'])(
    'comes to its end after it was killed while %s',
    async (step) => {
      await withPlace(async ({ pool, pull: run, directory }) => {
        const users = [];
        for (const name of ['ada', 'grace', 'alan']) users.push(await addUser(pool, name));
        const { parameters, env } = pullCommand({ second, directory, poolId: pool.poolId });
        const killed = await runCli(parameters, {
          env,
          signal: 'SIGKILL',
          interruptedAt: (said) => said.includes(`"step":"${step}`),
        });
        expect(killed.code).toBeNull();

        expect(await run()).toMatchObject({ Users: { Read: 3, Changed: 0 } });
        for (const { username, sub } of users) expect((await findHere(pool, username)).attributes.sub).toBe(sub);
        expect(await run()).toMatchObject({ Changes: [], Users: { Read: 3, Imported: 0, Changed: 0 } });
      });
    },
  );

  it('says what is wrong before it begins', async () => {
    await withPlace(async ({ pool, pull: run, directory }) => {
      await expect(run('--from-endpoint', second.cli.GATEHOUSE_ENDPOINT ?? '')).rejects.toThrow(
        'is where the pool is to be made',
      );
      await expect(run('--rate', '0')).rejects.toThrow('Give calls a second, such as 10.');
      await expect(run('--since', 'soon')).rejects.toThrow('Give a time such as');
      await expect(run('--from-endpoint', 'localhost:9229')).rejects.toThrow('Give an address such as');
      await expect(run('--from-endpoint', 'http://127.0.0.1:1')).rejects.toThrow('Nothing answers at 127.0.0.1:1.');
      await expect(run('--user-migration', 'migrate')).rejects.toThrow('Give the ARN of a function');
      await expect(run('--from-profile', 'nobody')).rejects.toThrow('There is no access key in a profile');
      const nowhere = { second, directory, poolId: 'us-east-1_Nowhere00' };
      await expect(pull(nowhere)).rejects.toThrow('There is no user pool us-east-1_Nowhere00 at the source.');
      for (const poolId of ['x.invalid/?_a', '../us-east-1_a/b', 'us-east-1']) {
        await expect(pull({ second, directory, poolId })).rejects.toThrow(`${poolId} is no id of a user pool.`);
      }
      expect(pool.poolId).toMatch(/^us-east-1_/);
    });
  });
});
