import { rmSync, writeFileSync } from 'node:fs';
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  ListIdentityPoolsCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  getId,
  identityAdmin,
  identityClient,
  loginsOf,
  makePoolPair,
  type PoolPair,
  roleArn,
} from '#tests/support/identity-pools.ts';
import { stack } from '#tests/support/stack.ts';

const file = (): string => stack().env.LOCAL_ROLES_FILE ?? '';

let pair: PoolPair;
let credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };

const userPools = (given = credentials) => {
  const { endpoint, region } = stack();
  return new CognitoIdentityProviderClient({ endpoint, region, credentials: given, maxAttempts: 1 });
};

describe('credentials of an identity, on a laptop', () => {
  beforeAll(async () => {
    pair = await makePoolPair();
    const { identityPoolId: IdentityPoolId } = pair;
    const Roles = { authenticated: roleArn('reader') };
    await identityAdmin().send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }));
    const Logins = await loginsOf(pair);
    const IdentityId = await getId(IdentityPoolId, Logins);
    const { Credentials } = await identityClient().send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
    const { AccessKeyId = '', SecretKey = '', SessionToken = '' } = Credentials ?? {};
    credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
  });
  afterAll(() => rmSync(file(), { force: true }));

  it('sign what the file of local roles lets their role do, and nothing else', async () => {
    const list = new ListUsersCommand({ UserPoolId: pair.poolId });
    await expect(userPools().send(list)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    writeFileSync(
      file(),
      JSON.stringify({ [roleArn('reader')]: { actions: ['ListUsers', 'cognito-identity:List*'] } }),
    );

    expect((await userPools().send(list)).Users).toHaveLength(1);
    await expect(userPools().send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const { endpoint, region } = stack();
    const identityPools = new CognitoIdentityClient({ endpoint, region, credentials, maxAttempts: 1 });
    await expect(identityPools.send(new ListIdentityPoolsCommand({ MaxResults: 1 }))).resolves.toBeDefined();
  });

  it('are those of that very session', async () => {
    const list = new ListUserPoolsCommand({ MaxResults: 1 });
    const unknown = { name: 'UnrecognizedClientException' };
    const [said = '', mac = ''] = credentials.sessionToken.split('.');
    const forged = Buffer.from(JSON.stringify({ role: roleArn('admin') })).toString('base64url');
    for (const sessionToken of [`${forged}.${mac}`, `${said}.`, 'x']) {
      await expect(userPools({ ...credentials, sessionToken }).send(list)).rejects.toMatchObject(unknown);
    }
    await expect(userPools({ ...credentials, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }).send(list)).rejects.toMatchObject(
      unknown,
    );
    await expect(userPools({ ...credentials, secretAccessKey: 'x'.repeat(40) }).send(list)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});
