import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeScriptedApp, signInScripted, tokensFor, userOf } from '#tests/support/federation.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';

const disable = (UserPoolId: string, ProviderName: string, ProviderAttributeValue: string) =>
  adminClient().send(
    new AdminDisableProviderForUserCommand({
      UserPoolId,
      User: { ProviderName, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue },
    }),
  );

const notLinked = {
  name: 'InvalidParameterException',
  message: "Account isn't linked to anyone else, verify that the account has been linked",
};

describe('AdminDisableProviderForUser', () => {
  it('ends a link: whoever signs in so next is somebody else', async () => {
    const app = await makeScriptedApp();
    const user = await makeUser(app);
    await adminClient().send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: app.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: user.username },
        SourceUser: { ProviderName: 'Corporate', ProviderAttributeValue: 'Ada-1' },
      }),
    );

    await disable(app.poolId, 'Corporate', 'Ada-1');

    expect((await userOf(app, user.username)).attributes).not.toHaveProperty('identities');
    const { claims } = await tokensFor(app, await signInScripted(app, { sub: 'Ada-1' }));
    expect(claims['cognito:username']).toBe('Corporate_Ada-1');
    await expect(disable(app.poolId, 'Corporate', 'Ada-1')).rejects.toMatchObject(notLinked);
  });

  it('leaves an account that is nobody, and a user who is nothing else', async () => {
    const app = await makeScriptedApp();
    await signInScripted(app, { sub: 'Ada-1' });
    for (const value of ['Ada-1', 'Corporate_Ada-1', 'nobody']) {
      await expect(disable(app.poolId, 'Corporate', value)).rejects.toMatchObject(notLinked);
    }
  });

  it('takes the password of a user of the pool', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const AuthParameters = { USERNAME: username, PASSWORD: password };
    const signIn = () =>
      publicClient().send(
        new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
      );
    await signIn();
    await disable(pool.poolId, 'Cognito', username);
    await expect(signIn()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    await expect(disable(pool.poolId, 'Cognito', 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
