import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeScriptedApp, signInScripted, tokensFor, userOf } from '#tests/support/federation.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { answerChallenge, signIn } from '#tests/support/sign-in.ts';

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
    const byPassword = () =>
      publicClient().send(
        new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
      );
    await byPassword();
    await disable(pool.poolId, 'Cognito', username);
    await expect(byPassword()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    await expect(disable(pool.poolId, 'Cognito', 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('leaves the user no way to another password: an administrator alone gives one', async () => {
    const pool = await makePool(
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] },
    );
    const user = await makeUser(pool);
    const { username: USERNAME, email } = user;
    await forgot(pool, USERNAME);
    const sent = await codeFor(email);
    await disable(pool.poolId, 'Cognito', USERNAME);

    const refused = {
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    };
    await expect(forgot(pool, USERNAME)).rejects.toMatchObject(refused);
    await expect(confirmForgot(pool, USERNAME, sent)).rejects.toMatchObject(refused);
    const resetting = new AdminResetUserPasswordCommand({ UserPoolId: pool.poolId, Username: USERNAME });
    await expect(adminClient().send(resetting)).rejects.toMatchObject(refused);
    const asked = await publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      }),
    );
    const byCode = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) });
    const { AccessToken } = byCode.AuthenticationResult ?? {};
    const changing = new ChangePasswordCommand({ AccessToken, ProposedPassword: newPassword });
    await expect(publicClient().send(changing)).rejects.toMatchObject(refused);

    await adminClient().send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.poolId,
        Username: USERNAME,
        Password: newPassword,
        Permanent: true,
      }),
    );
    await signIn(pool, user, { secret: newPassword });
    await forgot(pool, USERNAME);
    await confirmForgot(pool, USERNAME, await codeFor(email), { Password: 'Third-horse-3' });
    await signIn(pool, user, { secret: 'Third-horse-3' });
  });

  it('tells nobody that the password was taken where the client hides who exists', async () => {
    const pool = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const { username, email } = await makeUser(pool);
    const before = await mailTo(email);
    await disable(pool.poolId, 'Cognito', username);
    const { CodeDeliveryDetails } = await forgot(pool, username);
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL' });
    expect(await mailTo(email)).toEqual(before);
  });
});
