import {
  AdminGetUserCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  type KeyConfigurationType,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { readWrapped } from '#shared/domain/sealing/wrapped-key.ts';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { fetchKeys } from '#tests/support/discovery.ts';
import { authorizePath, locationOf, makeOAuthApp, postForm } from '#tests/support/oauth.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { answerTotp, begin, codeOf, makeTotpPool, makeTotpUser, stepMs } from '#tests/support/totp.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const update = (UserPoolId: string, KeyConfiguration?: KeyConfigurationType) =>
  adminClient().send(new UpdateUserPoolCommand({ UserPoolId, ...(KeyConfiguration && { KeyConfiguration }) }));

const keyConfigurationOf = async (UserPoolId: string) =>
  (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.KeyConfiguration;

/** The keys that wrap the pool's data keys in the table: the general one, and those of its signing keys. */
const wrappersOf = async (poolId: string): Promise<(string | undefined)[]> => {
  const items = await itemsAbout(`POOL#${poolId}`);
  return items.flatMap(({ type, data }) => {
    const { dataKeys, dataKey } = Object(data);
    if (type === 'UserPool') return [readWrapped(dataKeys.general).keyArn];
    return type === 'SigningKey' ? [readWrapped(dataKey).keyArn] : [];
  });
};

const thrice = (keyArn: string | undefined) => [keyArn, keyArn, keyArn];

const unusable = (reason: string) => ({
  name: 'InvalidParameterException',
  message: `The KMS key of the user pool cannot be used: ${reason}.`,
});

describe('a pool with a KMS key of its own', () => {
  it('has all its data keys wrapped by that key, from the start', async () => {
    const key = makeOwnKey();
    const pool = await makePool({ KeyConfiguration: key.configuration });
    await signIn(pool, await makeUser(pool));
    expect(await keyConfigurationOf(pool.poolId)).toEqual(key.configuration);
    expect(await wrappersOf(pool.poolId)).toEqual(thrice(key.arn));
  });

  it('has its new signing keys wrapped by it, too', async () => {
    const key = makeOwnKey();
    const { poolId: UserPoolId } = await makePool({ KeyConfiguration: key.configuration });
    await callOwn('RotateSigningKeys', { UserPoolId });
    const wrappers = await wrappersOf(UserPoolId);
    expect(wrappers).toHaveLength(5);
    expect(new Set(wrappers)).toEqual(new Set([key.arn]));
  });

  it('goes to another key, and back to that of the deployment, and nothing that is sealed is lost', async () => {
    const [first, second] = [makeOwnKey(), makeOwnKey()];
    const pool = await makeTotpPool();
    const { clientId: ClientId, clientSecret } = await makeClient(pool.poolId, { GenerateSecret: true });
    const early = await signIn(pool, await makeUser(pool));
    const user = await makeTotpUser(pool);
    const kids = (await fetchKeys(pool.poolId)).map(({ kid }) => kid);
    let at = user.enrolledAt;
    const signInByCode = async () => {
      at += 2 * stepMs;
      const { Session } = await begin(pool, user, at);
      return answerTotp(pool, user, Session, codeOf(user.secret, at), at);
    };
    const settings = { UserPoolId: pool.poolId, MfaConfiguration: 'OPTIONAL' } as const;

    for (const [KeyConfiguration, arn, former] of [
      [first.configuration, first.arn, undefined],
      [second.configuration, second.arn, first],
      [undefined, undefined, second],
    ] as const) {
      await adminClient().send(new UpdateUserPoolCommand({ ...settings, KeyConfiguration }));
      // From now on, what the former key wrapped would not open.
      former?.remove();
      expect(await wrappersOf(pool.poolId)).toEqual(thrice(arn));
      expect(await keyConfigurationOf(pool.poolId)).toEqual(KeyConfiguration);
      expect(await signInByCode()).toHaveProperty('AuthenticationResult.AccessToken');
    }

    expect((await fetchKeys(pool.poolId)).map(({ kid }) => kid)).toEqual(kids);
    const described = new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId });
    expect((await adminClient().send(described)).UserPoolClient?.ClientSecret).toBe(clientSecret);
    const refresh = new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: early.RefreshToken },
    });
    expect(await publicClient().send(refresh)).toHaveProperty('AuthenticationResult.AccessToken');
  });

  it('is refused what has to be opened while the key is of no use, and others are not', async () => {
    const [key, other] = [makeOwnKey(), makeOwnKey()];
    const app = await makeOAuthApp();
    const neighbour = await makePool({ KeyConfiguration: other.configuration });
    const { poolId: UserPoolId, user } = app;
    await update(UserPoolId, key.configuration);
    // The functions have not opened what this key wrapped.
    key.disable();

    await expect(signIn(app, user)).rejects.toMatchObject(unusable('it is disabled'));
    const asked = await postForm('/oauth2/token', {
      grant_type: 'refresh_token',
      client_id: app.clientId,
      refresh_token: 'a.b.c.d.e',
    });
    expect([asked.status, await asked.json()]).toEqual([
      503,
      {
        error: 'temporarily_unavailable',
        error_description: 'The KMS key of the user pool cannot be used: it is disabled.',
      },
    ]);
    // What is not sealed can be read and changed, and the key that is of no use stands in nobody's way.
    const getUser = new AdminGetUserCommand({ UserPoolId, Username: user.username });
    expect(await adminClient().send(getUser)).toMatchObject({ Username: user.username });
    await update(UserPoolId, key.configuration);
    await expect(update(UserPoolId)).rejects.toMatchObject(unusable('it is disabled'));
    await signIn(neighbour, await makeUser(neighbour));

    key.enable();
    await signIn(app, user);
    expect(await keyConfigurationOf(UserPoolId)).toEqual(key.configuration);
  });

  it('tells apps and browsers no more than that', async () => {
    const key = makeOwnKey();
    const app = await makeOAuthApp();
    await update(app.poolId, key.configuration);
    key.remove();
    const led = await newUserAgent().get(authorizePath(app, {}, '/login'));
    expect(locationOf(led).searchParams.get('error')).toBe('temporarily_unavailable');
    // What leads nowhere shows it as a page.
    const asked = { client_id: app.clientId, user_name: app.user.username, confirmation_code: '123456' };
    const page = await newUserAgent().get(`/confirmUser?${new URLSearchParams(asked)}`);
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('temporarily_unavailable')]);
  });

  it('can be deleted without its key', async () => {
    const key = makeOwnKey();
    const { poolId: UserPoolId } = await makePool();
    await update(UserPoolId, key.configuration);
    key.remove();
    await adminClient().send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(keyConfigurationOf(UserPoolId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('leaves on the trail which key followed which, and none of its bytes', async () => {
    const key = makeOwnKey();
    const { poolId: UserPoolId } = await makePool();
    await update(UserPoolId, key.configuration);
    const isMeant = ({ eventName, additionalEventData }: { eventName: string; additionalEventData?: unknown }) =>
      eventName === 'UpdateUserPool' && JSON.stringify(additionalEventData ?? '').includes(key.arn);
    const [record] = await recordsOf(stack().trailFile, isMeant);
    const { changes } = Object(record?.additionalEventData);
    expect(changes).toContainEqual(
      expect.objectContaining({
        type: 'UserPool',
        differences: expect.arrayContaining([
          { path: 'dataKeys.general', from: 'HIDDEN_DUE_TO_SECURITY_REASONS', to: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
          { path: 'settings.keyConfiguration', to: { keyType: 'CUSTOMER_MANAGED_KEY', kmsKeyArn: key.arn } },
        ]),
      }),
    );
  });
});

describe('KeyConfiguration', () => {
  const place = 'arn:aws:kms:us-east-1:000000000000';
  const notHere = 'KeyConfiguration.KmsKeyArn is to be a key in us-east-1, in account 000000000000.';
  const noKey =
    'KeyConfiguration.KmsKeyArn is to be the ARN of a KMS key: arn:aws:kms:<Region>:<account>:key/<key id>.';

  it.each<[string, KeyConfigurationType, string]>([
    [
      'no ARN',
      { KeyType: 'CUSTOMER_MANAGED_KEY' },
      'KeyConfiguration.KmsKeyArn is required for the KeyType CUSTOMER_MANAGED_KEY.',
    ],
    [
      'an ARN without need',
      { KeyType: 'AWS_OWNED_KEY', KmsKeyArn: `${place}:key/1` },
      'KeyConfiguration.KmsKeyArn is for the KeyType CUSTOMER_MANAGED_KEY only.',
    ],
    [
      'an ARN alone',
      { KmsKeyArn: `${place}:key/1` },
      'KeyConfiguration.KmsKeyArn is for the KeyType CUSTOMER_MANAGED_KEY only.',
    ],
    ['an alias', { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: `${place}:alias/shop` }, noKey],
    ['a key that leads elsewhere', { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: `${place}:key/../sealing` }, noKey],
    [
      'another service',
      { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:s3:us-east-1:000000000000:key/1' },
      noKey,
    ],
    [
      'another Region',
      { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1' },
      notHere,
    ],
    [
      'another account',
      { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' },
      notHere,
    ],
  ])('is refused with %s', async (_what, KeyConfiguration, message) => {
    const refused = { name: 'InvalidParameterException', message };
    const { poolId } = await makePool();
    await expect(makePool({ KeyConfiguration })).rejects.toMatchObject(refused);
    await expect(update(poolId, KeyConfiguration)).rejects.toMatchObject(refused);
    expect(await wrappersOf(poolId)).toEqual(thrice(undefined));
  });

  it.each([
    ['is not there', 32, 'it does not exist'],
    ['is no symmetric key', 1704, 'it is no symmetric key for encryption'],
  ])('is refused with a key that %s', async (_what, bytes, reason) => {
    const key = makeOwnKey(bytes);
    if (bytes === 32) key.remove();
    await expect(makePool({ KeyConfiguration: key.configuration })).rejects.toMatchObject(unusable(reason));
    const { poolId } = await makePool();
    await expect(update(poolId, key.configuration)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `KeyConfiguration.KmsKeyArn cannot be used: ${reason}.`,
    });
    expect(await wrappersOf(poolId)).toEqual(thrice(undefined));
    expect(await keyConfigurationOf(poolId)).toBeUndefined();
  });

  it('of the deployment is what a pool has without any', async () => {
    const { poolId } = await makePool({ KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' } });
    expect(await keyConfigurationOf(poolId)).toEqual({ KeyType: 'AWS_OWNED_KEY' });
    expect(await wrappersOf(poolId)).toEqual(thrice(undefined));
  });
});
