import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';

describe('@aws-sdk/client-cognito-identity-provider', () => {
  it('takes a user from sign-up to a reset password', async () => {
    const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
    const { clientId: ClientId } = pool;
    const client = publicClient();
    const email = anEmail();
    const Username = 'ada';

    const signUp = new SignUpCommand({
      ClientId,
      Username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
    });
    const { UserConfirmed, CodeDeliveryDetails } = await client.send(signUp);
    expect(UserConfirmed).toBe(false);
    expect(CodeDeliveryDetails).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
    await client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: await codeFor(email) }));

    const { AuthenticationResult } = await signInBySrp(pool, { username: Username });
    const { AccessToken, RefreshToken } = AuthenticationResult ?? {};
    const { UserAttributes } = await client.send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });

    const refreshed = await client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken ?? '' },
      }),
    );
    await client.send(new GetUserCommand({ AccessToken: refreshed.AuthenticationResult?.AccessToken }));

    await client.send(new ForgotPasswordCommand({ ClientId, Username }));
    const Password = 'Another-horse-1';
    await client.send(
      new ConfirmForgotPasswordCommand({ ClientId, Username, Password, ConfirmationCode: await codeFor(email) }),
    );
    const byPassword = await client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    );
    await client.send(new GlobalSignOutCommand({ AccessToken: byPassword.AuthenticationResult?.AccessToken }));
    await expect(client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
