import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cliSettings, inDirectory, runCli } from '#tests/support/cli.ts';
import { configure, makeOperatorPools, signInOperator } from '#tests/support/operators.ts';

afterAll(() => configure());

it('gatehouse-pools takes the keys of an operator, from the environment and from a profile', async () => {
  const { operators, shop } = await makeOperatorPools();
  const { keys, user } = await signInOperator(operators, 'auditors');
  const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } = keys.Credentials;
  const { GATEHOUSE_ENDPOINT = '', GATEHOUSE_REGION = '' } = cliSettings();
  const there = { GATEHOUSE_ENDPOINT, GATEHOUSE_REGION };
  const env = { ...there, GATEHOUSE_ACCESS_KEY_ID: id, GATEHOUSE_SECRET_ACCESS_KEY: secret };
  const describePool = ['pools', 'describe', shop.poolId];

  const asOperator = { ...env, GATEHOUSE_SESSION_TOKEN: token };
  expect(await runCli(describePool, { env: asOperator })).toMatchObject({ code: 0, stderr: '' });
  const refused = await runCli(['pools', 'set', shop.poolId, 'DeletionProtection=ACTIVE'], { env: asOperator });
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining(`operator/${user.username} is not`) });
  expect(await runCli(describePool, { env })).toMatchObject({ code: 3 });

  await inDirectory(async (directory) => {
    const file = path.join(directory, 'credentials');
    const lines = [`aws_access_key_id = ${id}`, `aws_secret_access_key = ${secret}`, `aws_session_token = ${token}`];
    writeFileSync(file, ['[ops]', ...lines, ''].join('\n'));
    const profile = { GATEHOUSE_PROFILE: 'ops', AWS_SHARED_CREDENTIALS_FILE: file, AWS_CONFIG_FILE: `${file}.none` };
    expect(await runCli(describePool, { env: { ...there, ...profile } })).toMatchObject({ code: 0, stderr: '' });
  });
});
