import { fromCognitoIdentity, fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn as signInByAmplify, signOut } from 'aws-amplify/auth';
import Sdk from 'aws-sdk';
import { describe, expect, it } from 'vitest';
import {
  callerOf,
  developerName,
  developerToken,
  getId,
  loginsOf,
  makePoolPair,
  type PoolPair,
  roleArn,
  saidIn,
  setRoles,
} from '#tests/support/identity-pools.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const makeWholePair = async (): Promise<PoolPair> => {
  const pair = await makePoolPair({ DeveloperProviderName: developerName }, { checks: true });
  await setRoles(pair.identityPoolId);
  return pair;
};

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

const toShape = ({ accessKeyId, secretAccessKey, sessionToken = '' }: Keys) => ({
  AccessKeyId: accessKeyId,
  SecretKey: secretAccessKey,
  SessionToken: sessionToken,
});

/** The role of whoever signs with these keys. */
const roleBehind = async (keys: Keys): Promise<string> => {
  const [, role = ''] = (await callerOf(toShape(keys))).split('assumed-role/');
  return role.replace('/CognitoIdentityCredentials', '');
};

describe('aws-amplify', () => {
  it('gets credentials for a guest and then for the user, of whom the guest becomes one', async () => {
    const pair = await makeWholePair();
    const { username } = await makeUser(pair);
    const { endpoint } = stack();
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: pair.poolId,
          userPoolClientId: pair.clientId,
          userPoolEndpoint: endpoint,
          identityPoolId: pair.identityPoolId,
          identityPoolEndpoint: endpoint,
          allowGuestAccess: true,
        },
      },
    });

    const guest = await fetchAuthSession();
    expect(await roleBehind(guest.credentials ?? { accessKeyId: '', secretAccessKey: '' })).toBe('guest');

    await signInByAmplify({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
    const user = await fetchAuthSession();
    expect(await roleBehind(user.credentials ?? { accessKeyId: '', secretAccessKey: '' })).toBe('user');
    expect(user.identityId).toBe(
      await getId(pair.identityPoolId, await loginsOf(pair, { username, sub: '', email: '' })),
    );
    await signOut();
  });
});

describe('@aws-sdk/credential-providers', () => {
  const clientConfig = () => ({ endpoint: stack().endpoint, region: stack().region });

  it('gets credentials for a guest, and for a user', async () => {
    const pair = await makeWholePair();
    const identityPoolId = pair.identityPoolId;
    const asGuest = await fromCognitoIdentityPool({ identityPoolId, clientConfig: clientConfig() })();
    expect(await roleBehind(asGuest)).toBe('guest');
    const logins = await loginsOf(pair);
    const asUser = await fromCognitoIdentityPool({ identityPoolId, logins, clientConfig: clientConfig() })();
    expect(await roleBehind(asUser)).toBe('user');
    expect(asUser.identityId).toBe(await getId(identityPoolId, logins));
    expect(asUser.expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it("gets credentials for a developer's user by its token", async () => {
    const { identityPoolId } = await makeWholePair();
    const { identityId, token } = await developerToken(identityPoolId, 'ada', { PrincipalTags: { tenant: 'acme' } });
    const logins = { 'cognito-identity.amazonaws.com': token };
    const keys = await fromCognitoIdentity({ identityId, logins, clientConfig: clientConfig() })();
    expect(await roleBehind(keys)).toBe('user');
    expect(saidIn(toShape(keys)).tags).toEqual({ tenant: 'acme' });
  });
});

describe('aws-sdk, version 2', () => {
  it('gets credentials by CognitoIdentityCredentials: enhanced, and classic', async () => {
    const pair = await makeWholePair();
    const { endpoint, region, env } = stack();
    const { STS_ENDPOINT = '' } = env;
    const clientConfig = { endpoint, region };
    const logins = await loginsOf(pair);
    const IdentityPoolId = pair.identityPoolId;
    const credentials = new Sdk.CognitoIdentityCredentials({ IdentityPoolId, Logins: logins }, clientConfig);
    await credentials.getPromise();
    expect(await roleBehind(credentials)).toBe('user');
    expect(credentials.identityId).toBe(await getId(IdentityPoolId, logins));

    const identity = new Sdk.CognitoIdentity({ endpoint, region });
    const { Token = '' } = await identity
      .makeUnauthenticatedRequest('getOpenIdToken', { IdentityId: credentials.identityId, Logins: logins })
      .promise();
    const session = await new Sdk.STS({ endpoint: STS_ENDPOINT, region })
      .makeUnauthenticatedRequest('assumeRoleWithWebIdentity', {
        RoleArn: roleArn('chosen'),
        RoleSessionName: 'classic',
        WebIdentityToken: Token,
      })
      .promise();
    expect(session.AssumedRoleUser.Arn).toBe('arn:aws:sts::000000000000:assumed-role/chosen/classic');
    expect(session.SubjectFromWebIdentityToken).toBe(credentials.identityId);
  });
});
