import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalFacts, seed } from '#local/seed.ts';
import { adminClient } from '#tests/support/clients.ts';
import { domainsOf } from '#tests/support/domains.ts';
import { describeIdentityPool, providerOf } from '#tests/support/identity-pools.ts';
import { configure } from '#tests/support/operators.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-demo-'));
const file = path.join(directory, 'demo.json');
const admin = adminClient();

const sown = (to = file): Promise<LocalFacts> => {
  const { accessKeyId, secretAccessKey } = stack();
  return seed(stack(), { accessKeyId, secretAccessKey }, to);
};

const clientOf = async (UserPoolId: string, ClientId: string) => {
  const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  return UserPoolClient;
};

describe('the demo pool', () => {
  let demo: LocalFacts;

  beforeAll(async () => {
    demo = await sown();
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('has operators again where the pool that had them was deleted', async () => {
    const other = await makePool();
    const Groups = [{ GroupName: 'operators', Role: 'ADMINISTRATOR' }];
    await configure({ UserPoolId: other.poolId, ClientIds: [other.clientId], Groups });
    expect((await sown()).operatorClientId).toBe(other.clientId);
    await admin.send(new DeleteUserPoolCommand({ UserPoolId: other.poolId }));

    const { operatorClientId } = await sown();
    const consoleUrl = `${stack().endpoint}/console/`;
    expect(await clientOf(demo.userPoolId, operatorClientId)).toMatchObject({
      ClientName: 'operators',
      CallbackURLs: expect.arrayContaining([consoleUrl]),
      LogoutURLs: expect.arrayContaining([consoleUrl]),
    });
    expect(await callOwn('GetOperatorConfiguration', {})).toEqual({
      OperatorConfiguration: { UserPoolId: demo.userPoolId, ClientIds: [operatorClientId], Groups },
    });
    demo = await sown();

    // One of an earlier version, which had no console.
    const mine = {
      UserPoolId: demo.userPoolId,
      ClientId: operatorClientId,
      ClientName: 'mine',
      RefreshTokenValidity: 7,
    };
    await admin.send(new UpdateUserPoolClientCommand(mine));
    await sown();
    const { LastModifiedDate, ...again } = (await clientOf(demo.userPoolId, operatorClientId)) ?? {};
    expect(again).toMatchObject({ ClientName: 'mine', RefreshTokenValidity: 7 });
    expect(again.CallbackURLs).toContain(consoleUrl);
    await sown();
    expect(await clientOf(demo.userPoolId, operatorClientId)).toMatchObject({ LastModifiedDate });
  });

  it('has a domain, a client for people with the code flow, and one for machines', async () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(demo);
    expect((await domainsOf(demo.userPoolId)).Domain).toBe(demo.domain);
    expect(await clientOf(demo.userPoolId, demo.clientId)).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: expect.arrayContaining(['openid', 'email', 'phone', 'profile', 'demo-api/read']),
      ExplicitAuthFlows: expect.arrayContaining(['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH']),
    });
    expect(await clientOf(demo.userPoolId, demo.machineClientId)).toMatchObject({
      ClientSecret: demo.machineClientSecret,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['demo-api/read', 'demo-api/write'],
    });
  });

  it('has an identity pool for guests and for its users', async () => {
    const { identityPoolId, userPoolId, clientId } = demo;
    expect(await describeIdentityPool(identityPoolId)).toMatchObject({
      AllowUnauthenticatedIdentities: true,
      CognitoIdentityProviders: [{ ProviderName: providerOf(userPoolId), ClientId: clientId }],
    });
  });

  it('has a page to sign in on, at the address that is shown', async () => {
    const answer = await fetch(demo.signInUrl, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(demo.signInUrl.replace('/oauth2/authorize', '/login'));
  });

  it('gives its machine a token', async () => {
    const basic = Buffer.from(`${demo.machineClientId}:${demo.machineClientSecret}`).toString('base64');
    const answer = await fetch(`${demo.endpoint}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'demo-api/read' }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer' });
  });

  it('stays as it is at the next start', async () => {
    const before = await clientOf(demo.userPoolId, demo.clientId);
    expect(await sown()).toEqual(demo);
    expect(await clientOf(demo.userPoolId, demo.clientId)).toEqual(before);
  });

  it('of an earlier version gets what it lacks, and keeps its other settings', async () => {
    const { userPoolId: UserPoolId, clientId: ClientId, machineClientId } = demo;
    const plain = { UserPoolId, ClientId, ClientName: 'mine', ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH' as const] };
    await admin.send(new UpdateUserPoolClientCommand({ ...plain, RefreshTokenValidity: 7 }));
    await admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: machineClientId }));
    await admin.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: demo.domain }));
    await admin.send(new DeleteResourceServerCommand({ UserPoolId, Identifier: 'demo-api' }));
    writeFileSync(file, JSON.stringify({ userPoolId: UserPoolId, clientId: ClientId }));

    const again = await sown();

    expect(again).toMatchObject({ userPoolId: UserPoolId, clientId: ClientId });
    expect(again.machineClientId).not.toBe(machineClientId);
    expect((await domainsOf(UserPoolId)).Domain).toBe(again.domain);
    expect(await clientOf(UserPoolId, ClientId)).toMatchObject({
      ClientName: 'mine',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      RefreshTokenValidity: 7,
      AllowedOAuthFlows: ['code'],
      CallbackURLs: expect.arrayContaining(['http://localhost:3000/', 'myapp://callback/']),
    });
    const { ResourceServer } = await admin.send(
      new DescribeResourceServerCommand({ UserPoolId, Identifier: 'demo-api' }),
    );
    expect(ResourceServer?.Scopes).toHaveLength(2);
    // From now on nothing is made again.
    expect(await sown()).toEqual(again);
  });

  it('has another domain where a former one has the name', async () => {
    const other = await sown(path.join(directory, 'other.json'));
    expect(other.userPoolId).not.toBe(demo.userPoolId);
    expect(other.domain).toMatch(/^demo-[\da-f]{8}$/);
    expect((await domainsOf(other.userPoolId)).Domain).toBe(other.domain);
  });
});
