import {
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  SetRiskConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createBranding, logo } from '#tests/support/branding.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { aPrefix, createDomain, deleteDomain } from '#tests/support/domains.ts';
import { makeClient, makePool, makeUser, password } from '#tests/support/pools.ts';
import { itemsAbout, untilGone } from '#tests/support/raw-table.ts';
import { makeOpenPool, register } from '#tests/support/registration.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { sesArn } from '#tests/support/risk.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { makeTerms } from '#tests/support/terms.ts';
import { png, setUICustomization } from '#tests/support/ui-customization.ts';
import { callWorker } from '#tests/support/workers.ts';

// These deletions are two minutes old when they begin, so that the worker need not wait a minute for late writes.
const longAgo = { ahead: -120_000 };

const remove = (UserPoolId: string, options = {}) =>
  adminClient(options).send(new DeleteUserPoolCommand({ UserPoolId }));

describe('DeleteUserPool', () => {
  it('makes the pool and its clients vanish at once', async () => {
    const { poolId, clientId } = await makePool();

    await remove(poolId, longAgo);

    const gone = { name: 'ResourceNotFoundException', message: `User pool ${poolId} does not exist.` };
    const admin = adminClient();
    await expect(admin.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).rejects.toMatchObject(gone);
    await expect(
      admin.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId })),
    ).rejects.toMatchObject(gone);
    await expect(remove(poolId)).rejects.toMatchObject(gone);
    await expect(
      publicClient().send(
        new InitiateAuthCommand({
          ClientId: clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'ada', PASSWORD: password },
        }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('leaves nothing of its users and clients behind', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const other = await makePool({ AliasAttributes: ['email'] });
    const { clientId } = await makeClient(pool.poolId);
    const users = await Promise.all(Array.from({ length: 8 }, () => makeUser(pool)));
    const [user] = users;
    if (!user) throw new Error('There is no user.');
    await signIn(pool, user);
    await makeResourceServer(pool, 'shop');
    await makeTerms(pool);
    const prefix = aPrefix();
    await createDomain(pool.poolId, prefix);
    await setUICustomization(pool.poolId, { ImageFile: png });
    await deleteDomain(pool.poolId, prefix);
    await createBranding(pool, { Assets: [logo()] });
    await makeUser(other, { email: user.email });
    expect((await itemsAbout(pool.poolId)).length).toBeGreaterThan(8 * 3);

    await remove(pool.poolId, longAgo);

    await untilGone(pool.poolId);
    expect(await itemsAbout(clientId)).toEqual([]);
    expect(await itemsAbout(pool.clientId)).toEqual([]);
    expect((await itemsAbout(other.poolId)).length).toBeGreaterThan(3);
  });

  it('can be finished by whoever calls its worker', async () => {
    const pool = await makePool();
    await makeUser(pool);
    await remove(pool.poolId, longAgo);

    await callWorker('PurgeUserPool', { userPoolId: pool.poolId });

    expect(await itemsAbout(pool.poolId)).toEqual([]);
  });

  it('leaves no places of clients that registered themselves, and no mails about risks', async () => {
    const pool = await makeOpenPool();
    const { client_id } = await register(pool);
    const mail = { Subject: 'Was it you?', HtmlBody: '<p>{username}</p>', TextBody: '{username}' };
    await adminClient().send(
      new SetRiskConfigurationCommand({
        UserPoolId: pool.poolId,
        AccountTakeoverRiskConfiguration: {
          Actions: { HighAction: { Notify: true, EventAction: 'BLOCK' } },
          NotifyConfiguration: { SourceArn: sesArn, BlockEmail: mail },
        },
      }),
    );
    const [places, mails] = [`REGISTRATIONS#${pool.poolId}`, `RISK#${pool.poolId}`];
    for (const kept of [client_id, places, mails]) expect(await itemsAbout(kept)).not.toEqual([]);

    await remove(pool.poolId, longAgo);
    await callWorker('PurgeUserPool', { userPoolId: pool.poolId });

    for (const gone of [client_id, places, mails]) expect(await itemsAbout(gone)).toEqual([]);
  });

  it('refuses while the pool is protected', async () => {
    const { poolId } = await makePool({ DeletionProtection: 'ACTIVE' });

    await expect(remove(poolId)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    });

    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: poolId, DeletionProtection: 'INACTIVE' }));
    await expect(remove(poolId, longAgo)).resolves.toBeDefined();
  });

  it('refuses while the pool has a domain', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);

    await expect(remove(poolId)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    });

    await deleteDomain(poolId, prefix);
    await expect(remove(poolId, longAgo)).resolves.toBeDefined();
  });

  it('knows no pool that is not there', async () => {
    await expect(remove('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
