import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserMigrationTriggerEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { adminClient } from '#tests/support/clients.ts';
import { SmsConfiguration } from '#tests/support/mfa.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { begin, makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';
import { handler } from '../../../functions/triggers/migrate-cognito-users.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', stack().accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', stack().secretAccessKey);
  vi.stubEnv('FORMER_USER_POOL_ENDPOINT', stack().endpoint);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Has users migrate from the pool, which stands in for one at Cognito. */
const comeFrom = ({ poolId, clientId, clientSecret = '' }: TestPool): void => {
  vi.stubEnv('FORMER_USER_POOL_ID', poolId);
  vi.stubEnv('FORMER_CLIENT_ID', clientId);
  vi.stubEnv('FORMER_CLIENT_SECRET', clientSecret);
};

const migrate = async (
  userName: string,
  given: string,
  triggerSource: UserMigrationTriggerEvent['triggerSource'] = 'UserMigration_Authentication',
) => {
  const event: UserMigrationTriggerEvent = JSON.parse(JSON.stringify(sampleEvent('migrate-cognito-users')));
  const { response } = await handler({ ...event, triggerSource, userName, request: { password: given } });
  return response;
};

describe('migrateCognitoUsers', () => {
  it('brings along a user with the right password, who keeps it and signs in to the new pool', async () => {
    comeFrom(await makePool({}, { GenerateSecret: true }));
    const former = { poolId: process.env.FORMER_USER_POOL_ID ?? '' };
    const attributes = [{ Name: 'given_name', Value: 'Ada' }];
    const { username, email, sub } = await makeUser(former, { attributes });
    const response = await migrate(username, password);
    expect(response).toMatchObject({
      userAttributes: { email, email_verified: 'true', given_name: 'Ada' },
      finalUserStatus: 'CONFIRMED',
      messageAction: 'SUPPRESS',
      enableSMSMFA: null,
    });
    expect(response.userAttributes).not.toHaveProperty('sub');

    const pool = await makePool({ LambdaConfig: { UserMigration: scriptedFunction({ ...response }) } });
    await signIn(pool, { username });
    await expect(signInBySrp(pool, { username })).resolves.toHaveProperty('AuthenticationResult.AccessToken');
    const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: username }));
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(user.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value).not.toBe(sub);
  });

  it('brings along a user by another name that the former pool knows', async () => {
    const former = await makePool({ UsernameAttributes: ['email'] });
    comeFrom(former);
    const email = anEmail();
    await makeUser(former, { username: email, email });
    expect(await migrate(email, password)).toMatchObject({ userAttributes: { email }, finalUserStatus: 'CONFIRMED' });
  });

  it('brings along a user who forgot the password, to choose a new one', async () => {
    const former = await makePool();
    comeFrom(former);
    const { username, email } = await makeUser(former);
    const { userAttributes, finalUserStatus } = await migrate(username, '', 'UserMigration_ForgotPassword');
    expect(userAttributes).toMatchObject({ email, email_verified: 'true' });
    expect(finalUserStatus).toBeNull();
  });

  it('has a user with a temporary password choose another', async () => {
    const former = await makePool();
    comeFrom(former);
    const Username = anEmail();
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: former.poolId,
        Username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
      }),
    );
    expect(await migrate(Username, password)).toMatchObject({ userAttributes: {}, finalUserStatus: null });
  });

  it('takes along what is listed of attributes that are not standard, and nothing else of them', async () => {
    const Schema = ['plan', 'note'].map((Name) => ({ Name, AttributeDataType: 'String' as const, Mutable: true }));
    const former = await makePool({ Schema });
    comeFrom(former);
    vi.stubEnv('FORMER_ATTRIBUTES', 'custom:plan');
    const attributes = ['plan', 'note'].map((name) => ({ Name: `custom:${name}`, Value: 'x' }));
    const { username } = await makeUser(former, { attributes });
    const { userAttributes } = await migrate(username, password);
    expect(userAttributes).toHaveProperty('custom:plan', 'x');
    expect(userAttributes).not.toHaveProperty('custom:note');
  });

  it('has codes asked for by SMS of whom they are asked in the former pool', async () => {
    const former = await makePool();
    comeFrom(former);
    const attributes = [
      { Name: 'phone_number', Value: '+15551234567' },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const { username } = await makeUser(former, { attributes });
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: former.poolId,
        MfaConfiguration: 'ON',
        SmsMfaConfiguration: { SmsConfiguration },
      }),
    );
    expect(await migrate(username, password)).toMatchObject({ enableSMSMFA: true, finalUserStatus: 'CONFIRMED' });
  });

  it('does not let anybody in by the password or a reset alone where an app was asked for, unless it is told to', async () => {
    const former = await makeTotpPool();
    comeFrom(former);
    const { username } = await makeTotpUser(former);
    await expect(begin(former, { username })).resolves.toHaveProperty('ChallengeName', 'SOFTWARE_TOKEN_MFA');
    await expect(migrate(username, password)).rejects.toThrow('The former pool asks for SOFTWARE_TOKEN_MFA');
    await expect(migrate(username, '', 'UserMigration_ForgotPassword')).rejects.toThrow('asks for SOFTWARE_TOKEN_MFA');
    vi.stubEnv('FORMER_SECOND_FACTORS', 'drop');
    expect(await migrate(username, password)).toMatchObject({ finalUserStatus: 'CONFIRMED' });
  });

  it('knows nobody by a wrong password, another name, a password to be reset, or who is disabled', async () => {
    const former = await makePool();
    comeFrom(former);
    const [ada, reset, disabled] = [await makeUser(former), await makeUser(former), await makeUser(former)];
    const named = { UserPoolId: former.poolId };
    await adminClient().send(new AdminResetUserPasswordCommand({ ...named, Username: reset.username }));
    await adminClient().send(new AdminDisableUserCommand({ ...named, Username: disabled.username }));
    const nobody = { userAttributes: null };
    expect(await migrate(ada.username, 'Wrong-horse-1')).toMatchObject(nobody);
    expect(await migrate('nobody', password)).toMatchObject(nobody);
    expect(await migrate('nobody', '', 'UserMigration_ForgotPassword')).toMatchObject(nobody);
    expect(await migrate(reset.username, password)).toMatchObject(nobody);
    expect(await migrate(disabled.username, '', 'UserMigration_ForgotPassword')).toMatchObject(nobody);
  });

  const pulled = (username: string, sub: string, status = 'CONFIRMED') => {
    const event = JSON.parse(JSON.stringify(sampleEvent('migrate-cognito-users')));
    const userAttributes = { sub, 'cognito:user_status': status };
    return handler({ ...event, userName: username, request: { password, userAttributes } });
  };

  it('knows the password of a user who is here already, if it is the same user there', async () => {
    const former = await makePool();
    comeFrom(former);
    const { username, sub } = await makeUser(former);
    const { response } = await pulled(username, sub);
    expect(response).toMatchObject({ userAttributes: {}, finalUserStatus: 'CONFIRMED' });
    expect((await pulled(username, randomUUID())).response).toMatchObject({ userAttributes: null });
  });

  it('makes no temporary password the one of a user who had one of their own here', async () => {
    const former = await makePool();
    comeFrom(former);
    const { username, sub } = await makeUser(former);
    const named = { UserPoolId: former.poolId, Username: username };
    await adminClient().send(new AdminSetUserPasswordCommand({ ...named, Password: password, Permanent: false }));
    await expect(pulled(username, sub)).rejects.toThrow('The password is a temporary one in the former pool by now.');
    const { response } = await pulled(username, sub, 'FORCE_CHANGE_PASSWORD');
    expect(response).toMatchObject({ userAttributes: {}, finalUserStatus: null });
  });

  it('signs with a key of its own where it has one', async () => {
    const former = await makePool();
    comeFrom(former);
    const { username } = await makeUser(former);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'of-another-account');
    await expect(migrate(username, password)).rejects.toThrow();
    vi.stubEnv('FORMER_ACCESS_KEY_ID', stack().accessKeyId);
    vi.stubEnv('FORMER_SECRET_ACCESS_KEY', stack().secretAccessKey);
    expect(await migrate(username, password)).toMatchObject({ finalUserStatus: 'CONFIRMED' });
    vi.stubEnv('FORMER_SESSION_TOKEN', 'of-a-session');
    expect(triggerSettings().formerPool?.accessKey).toMatchObject({ sessionToken: 'of-a-session' });
  });

  it('fails where the former pool is not there or may not be asked', async () => {
    const former = await makePool();
    comeFrom({ ...former, poolId: 'us-east-1_Nowhere00' });
    await expect(migrate('ada', password)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another');
    await expect(migrate('ada', password)).rejects.toThrow();
  });

  it('knows nobody where no former pool is named', async () => {
    expect(await migrate('ada', password)).toMatchObject({ userAttributes: null });
    const event = sampleEvent('migrate-cognito-users');
    expect(await invoke('migrateCognitoUsers', event)).toEqual({ outcome: 'answered', payload: event });
  });

  it('can be named by a pool', async () => {
    const pool = await makePool({ LambdaConfig: { UserMigration: functionArn('migrateCognitoUsers') } });
    await expect(signIn(pool, { username: 'ada' })).rejects.toThrow('User does not exist.');
  });
});
