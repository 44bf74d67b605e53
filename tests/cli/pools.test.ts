import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeUserPoolClientCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { inDirectory, runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

interface Made {
  readonly UserPool: { readonly Id: string };
  readonly UserPoolClient: { readonly ClientId: string; readonly ClientSecret?: string };
}

describe('gatehouse-pools pools', () => {
  it('makes a pool with an app client, shows both, and deletes the pool when it is told twice', async () => {
    const made = await runCliJson<Made>('pools', 'create', 'shop', '--sign-in-with', 'email', '--client', 'web');
    const { Id } = made.UserPool;
    expect(made.UserPoolClient).not.toHaveProperty('ClientSecret');
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: Id }));
    expect(UserPool).toMatchObject({
      Name: 'shop',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
    });
    const shown = await runCli(['pools', 'describe', Id]);
    expect(shown.stdout).toContain(made.UserPoolClient.ClientId);
    expect((await runCli(['pools', 'list'])).stdout).toMatch(new RegExp(`^${Id} +shop`, 'm'));

    expect(await runCli(['pools', 'delete', Id])).toMatchObject({ code: 2, stdout: '' });
    expect(await runCli(['pools', 'delete', Id, '--yes'])).toMatchObject({ code: 3, stdout: '' });
    expect(await runCli(['pools', 'delete', Id, '--yes', '--lift-protection'])).toMatchObject({ code: 0 });
    expect(await runCli(['pools', 'describe', Id])).toMatchObject({ code: 3 });
  });

  it('makes a pool with the settings of a file, and refuses a file that holds none', async () => {
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'pool.json');
      writeFileSync(file, JSON.stringify({ Schema: [{ Name: 'plan', AttributeDataType: 'String' }] }));
      const { UserPool } = await runCliJson<Made>('pools', 'create', 'planned', '--no-protect', '--settings', file);
      const described = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: UserPool.Id }));
      expect(described.UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:plan');
      expect(described.UserPool?.DeletionProtection).toBe('INACTIVE');
      writeFileSync(file, '[]');
      expect(await runCli(['pools', 'create', 'planned', '--settings', file])).toMatchObject({ code: 2 });
    });
  });

  it('changes settings and keeps the others, which the operations beneath set back', async () => {
    const { poolId, clientId } = await makePool(
      { AutoVerifiedAttributes: ['email'], Policies: { PasswordPolicy: { MinimumLength: 9, RequireSymbols: true } } },
      { RefreshTokenValidity: 5, PreventUserExistenceErrors: 'LEGACY' },
    );
    const changes = ['DeletionProtection=ACTIVE', 'Policies.PasswordPolicy.MinimumLength=12', 'UserPoolTags.team=red'];
    expect(await runCli(['pools', 'set', poolId, ...changes])).toMatchObject({ code: 0 });
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    expect(UserPool).toMatchObject({
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
      UserPoolTags: { team: 'red' },
    });
    const toClient = ['pools', 'set-client', poolId, '--client', clientId];
    expect(await runCli([...toClient, 'PreventUserExistenceErrors=ENABLED'])).toMatchObject({ code: 0 });
    const client = { UserPoolId: poolId, ClientId: clientId };
    const { UserPoolClient } = await adminClient().send(new DescribeUserPoolClientCommand(client));
    expect(UserPoolClient).toMatchObject({ RefreshTokenValidity: 5, PreventUserExistenceErrors: 'ENABLED' });
    expect(await runCli([...toClient, 'nonsense'])).toMatchObject({
      code: 2,
      stderr: 'nonsense is no change. Write it as Name=value or Outer.Inner=value.\n',
    });
    for (const command of [['pools', 'set', poolId], toClient]) {
      expect(await runCli([...command, 'MinimumLength=12'])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^MinimumLength is no setting\. There are: \w+, /),
      });
    }
  });
});
