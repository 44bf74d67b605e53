import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { loginsOf, makePoolPair, roleArn, setRoles } from '#tests/support/identity-pools.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const run = promisify(execFile);

const installed = (command: string, ...parameters: readonly string[]): boolean => {
  try {
    execFileSync(command, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const settings = () => {
  const { accessKeyId, secretAccessKey, region } = stack();
  return {
    ...ownEnvironment(),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: '',
  };
};

const aws = async (...parameters: readonly string[]): Promise<unknown> => {
  const { stdout } = await run(
    'aws',
    ['cognito-idp', '--endpoint-url', stack().endpoint, '--output', 'json', ...parameters],
    { env: settings() },
  );
  return stdout === '' ? {} : JSON.parse(stdout);
};

const awsIdentity = async (...parameters: readonly string[]): Promise<unknown> => {
  const { stdout } = await run('aws', ['cognito-identity', '--output', 'json', ...parameters], {
    env: { ...settings(), AWS_ENDPOINT_URL_COGNITO_IDENTITY: stack().endpoint },
  });
  return stdout === '' ? {} : JSON.parse(stdout);
};

const hasCli = installed('aws', '--version');
// Older ones do not know of several secrets of a client.
const knowsSecrets = hasCli && installed('aws', 'cognito-idp', 'add-user-pool-client-secret', 'help');

describe('the AWS CLI', () => {
  it.skipIf(!hasCli)('makes an identity pool, and gets credentials of a guest that sign', async () => {
    const made = Object(
      await awsIdentity('create-identity-pool', '--identity-pool-name', 'cli', '--allow-unauthenticated-identities'),
    );
    const pool = ['--identity-pool-id', String(made.IdentityPoolId)];
    await awsIdentity('set-identity-pool-roles', ...pool, '--roles', `unauthenticated=${roleArn('guest')}`);
    const { IdentityId } = Object(await awsIdentity('get-id', ...pool));
    const { Credentials } = Object(await awsIdentity('get-credentials-for-identity', '--identity-id', IdentityId));
    const { stdout } = await run(
      'aws',
      ['sts', 'get-caller-identity', '--endpoint-url', stack().env.STS_ENDPOINT ?? '', '--query', 'Arn'],
      {
        env: {
          ...settings(),
          AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
          AWS_SECRET_ACCESS_KEY: Credentials.SecretKey,
          AWS_SESSION_TOKEN: Credentials.SessionToken,
        },
      },
    );
    expect(stdout).toContain('assumed-role/guest/CognitoIdentityCredentials');
  });

  it.skipIf(!hasCli)('tags a pool', async () => {
    const { poolId } = await makePool();
    const described = await aws('describe-user-pool', '--user-pool-id', poolId, '--query', 'UserPool.Arn');
    const resource = ['--resource-arn', String(described)];
    await aws('tag-resource', ...resource, '--tags', 'team=identity,stage=test');
    await aws('untag-resource', ...resource, '--tag-keys', 'stage');
    expect(await aws('list-tags-for-resource', ...resource)).toEqual({ Tags: { team: 'identity' } });
  });

  it.skipIf(!hasCli)('adds an attribute to the schema', async () => {
    const { poolId } = await makePool();
    const attribute = 'Name=plan,AttributeDataType=String,StringAttributeConstraints={MaxLength=10}';
    await aws('add-custom-attributes', '--user-pool-id', poolId, '--custom-attributes', attribute);
    const query = "UserPool.SchemaAttributes[?Name=='custom:plan'].StringAttributeConstraints.MaxLength";
    expect(await aws('describe-user-pool', '--user-pool-id', poolId, '--query', query)).toEqual(['10']);
  });

  it.skipIf(!knowsSecrets)('rotates the secret of an app client', async () => {
    const { poolId, clientId } = await makePool({}, { GenerateSecret: true });
    const client = ['--user-pool-id', poolId, '--client-id', clientId];
    expect(await aws('add-user-pool-client-secret', ...client)).toMatchObject({
      ClientSecretDescriptor: { ClientSecretValue: expect.any(String) },
    });
    const ids = ['--query', 'ClientSecrets[].ClientSecretId'];
    const [first, second] = v.parse(v.array(v.string()), await aws('list-user-pool-client-secrets', ...client, ...ids));
    await aws('delete-user-pool-client-secret', ...client, '--client-secret-id', first ?? '');
    expect(await aws('list-user-pool-client-secrets', ...client, ...ids)).toEqual([second]);
  });

  it.skipIf(!hasCli)('signs requests that are accepted, and signs a user in', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    expect(await aws('admin-get-user', '--user-pool-id', pool.poolId, '--username', user.username)).toMatchObject({
      Username: user.username,
      UserStatus: 'CONFIRMED',
    });
    const parameters = `USERNAME=${user.username},PASSWORD=${password}`;
    const signIn = ['--client-id', pool.clientId, '--auth-flow', 'USER_PASSWORD_AUTH', '--auth-parameters', parameters];
    expect(await aws('initiate-auth', '--no-sign-request', ...signIn)).toMatchObject({
      AuthenticationResult: { TokenType: 'Bearer' },
    });
  });
});

describe('boto3', () => {
  it.skipIf(!installed('python3', '-c', 'import boto3'))(
    'signs requests that are accepted, and maps exceptions',
    async () => {
      const { poolId } = await makePool();
      const script = [
        'import boto3, sys',
        "client = boto3.client('cognito-idp', endpoint_url=sys.argv[1])",
        'print(client.describe_user_pool(UserPoolId=sys.argv[2])["UserPool"]["Id"])',
        'try:',
        '    client.admin_get_user(UserPoolId=sys.argv[2], Username="nobody")',
        'except client.exceptions.UserNotFoundException as error:',
        '    print(error.response["Error"]["Message"])',
      ].join('\n');
      const { stdout } = await run('python3', ['-c', script, stack().endpoint, poolId], { env: settings() });
      expect(stdout.trim().split('\n')).toEqual([poolId, 'User does not exist.']);
    },
  );

  it.skipIf(!installed('python3', '-c', 'import boto3'))(
    'gets credentials of a user of an identity pool, which sign',
    async () => {
      const pair = await makePoolPair();
      await setRoles(pair.identityPoolId);
      const script = [
        'import boto3, json, sys',
        'endpoint, sts, pool, logins = sys.argv[1:]',
        "identity = boto3.client('cognito-identity', endpoint_url=endpoint)",
        'identity_id = identity.get_id(IdentityPoolId=pool, Logins=json.loads(logins))["IdentityId"]',
        'keys = identity.get_credentials_for_identity(IdentityId=identity_id, Logins=json.loads(logins))["Credentials"]',
        "caller = boto3.client('sts', endpoint_url=sts, aws_access_key_id=keys['AccessKeyId'],",
        "    aws_secret_access_key=keys['SecretKey'], aws_session_token=keys['SessionToken']).get_caller_identity()",
        'print(caller["Arn"])',
        'try:',
        '    identity.get_credentials_for_identity(IdentityId=identity_id)',
        'except identity.exceptions.NotAuthorizedException as error:',
        '    print(error.response["Error"]["Message"])',
      ].join('\n');
      const places = [stack().endpoint, stack().env.STS_ENDPOINT ?? '', pair.identityPoolId];
      const logins = JSON.stringify(await loginsOf(pair));
      const { stdout } = await run('python3', ['-c', script, ...places, logins], { env: settings() });
      expect(stdout.trim().split('\n')).toEqual([
        'arn:aws:sts::000000000000:assumed-role/user/CognitoIdentityCredentials',
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      ]);
    },
  );
});
