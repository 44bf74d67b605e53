import {
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { eventsOf, scriptedFunction } from '#tests/support/scripted-functions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { sendRaw } from './raw-request.ts';

const send = (operation: string, body: object) =>
  sendRaw(`AWSCognitoIdentityProviderService.${operation}`, JSON.stringify(body), { signed: false });

describe('text that the store cannot hold as it is', () => {
  it.each(['\ud800', 'a\udc00b', '\ude00\ud83d'])('is refused where it is no Unicode: %j', async (half) => {
    const pool = await makePool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    const UserAttributes = [{ Name: 'name', Value: half }];
    const ClientId = pool.clientId;
    const signInWith = (AuthFlow: string, rest: object) =>
      send('InitiateAuth', { ClientId, AuthFlow, AuthParameters: { USERNAME: half, ...rest } });
    for (const { status, text } of [
      await send('UpdateUserAttributes', { AccessToken, UserAttributes }),
      await send('GetUser', { AccessToken, [half]: 1 }),
      await signInWith('USER_PASSWORD_AUTH', { PASSWORD: 'x' }),
      await signInWith('USER_SRP_AUTH', { SRP_A: startClient().srpA }),
    ]) {
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ __type: 'SerializationException' });
    }
  });

  it('is found by what comes before a character that the index would cut in two', async () => {
    const pool = await makePool();
    const { username: Username } = await makeUser(pool);
    const UserPoolId = pool.poolId;
    const Value = `${'x'.repeat(199)}😀 and more`;
    const UserAttributes = [{ Name: 'name', Value }];
    await adminClient().send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
    for (const Filter of [`name ^= "${'x'.repeat(199)}😀"`, `name ^= "${Value}"`, `name = "${Value}"`]) {
      const { Users } = await adminClient().send(new ListUsersCommand({ UserPoolId, Filter }));
      expect(Users?.map((user) => user.Username)).toEqual([Username]);
    }
  });

  it('is refused where it is too much for one item', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool();
    const urls = (letter: string) =>
      Array.from({ length: 100 }, (_none, index) => `https://${index}.example.com/${letter.repeat(990)}`);
    const given = { UserPoolId, ClientId, CallbackURLs: urls('é'), LogoutURLs: urls('漢') };
    await expect(adminClient().send(new UpdateUserPoolClientCommand(given))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The values are too long all together.',
    });
  });
});

describe('metadata of an app', () => {
  it('reaches triggers with every key, those that objects of JavaScript have among them', async () => {
    const pool = await makePool({ LambdaConfig: { PreSignUp: scriptedFunction({}) } });
    const metadata = '{"__proto__":"a","constructor":"b","prototype":"c","toString":"d"}';
    const ClientMetadata: unknown = JSON.parse(metadata);
    const applicant = { ClientId: pool.clientId, Username: 'ada', Password: password, ClientMetadata };
    expect(await send('SignUp', applicant)).toMatchObject({ status: 200 });
    const [event] = await eventsOf(pool.poolId);
    expect(Object.entries(Object(event?.request.clientMetadata)).sort()).toEqual(
      Object.entries(Object(ClientMetadata)).sort(),
    );
  });
});
