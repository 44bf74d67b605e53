import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
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
    ...process.env,
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
  return JSON.parse(stdout);
};

describe('the AWS CLI', () => {
  it.skipIf(!installed('aws', '--version'))('signs requests that are accepted, and signs a user in', async () => {
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
});
