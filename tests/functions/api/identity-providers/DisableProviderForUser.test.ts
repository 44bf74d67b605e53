import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  AdminUpdateUserAttributesCommand,
  DeleteIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, signInScripted, tokensFor, userOf } from '#tests/support/federation.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makeClient, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const accountOf = (ProviderName: string, ProviderAttributeValue = 'Ada-1') => ({
  ProviderName,
  ProviderAttributeValue,
});

const link = ({ poolId: UserPoolId }: FederatedApp, username: string, provider = 'Corporate') =>
  adminClient().send(
    new AdminLinkProviderForUserCommand({
      UserPoolId,
      DestinationUser: accountOf('Cognito', username),
      SourceUser: accountOf(provider),
    }),
  );

const unlink = (AccessToken: string, User: object = accountOf('Corporate')) =>
  callOwnUnsigned('DisableProviderForUser', { AccessToken, User });

const invalid = (message: string) => ({ name: 'InvalidParameterException', message });
const notLinked = invalid("Account isn't linked to anyone else, verify that the account has been linked");
const last = invalid('The last way to sign in cannot be unlinked. Set a password or a passkey first.');
const scope = 'openid aws.cognito.signin.user.admin';

const federate = async (app: FederatedApp, sub: string) =>
  tokensFor(app, await signInScripted(app, { sub }, { scope }));

describe('DisableProviderForUser', () => {
  it('ends a link of the user, and the sign-ins through it', async () => {
    const app = await makeScriptedApp();
    const user = await makeUser(app);
    await link(app, user.username);
    const [{ AccessToken }, through] = [await signIn(await makeClient(app.poolId), user), await federate(app, 'Ada-1')];

    expect(await unlink(AccessToken)).toEqual({});

    expect((await userOf(app, user.username)).attributes).not.toHaveProperty('identities');
    await expect(unlink(through.access_token)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    expect((await federate(app, 'Ada-1')).claims.sub).not.toBe(user.sub);
    await expect(unlink(AccessToken)).rejects.toMatchObject(notLinked);
  });

  it('ends no link of somebody else, and not the account that the user was made for', async () => {
    const app = await makeScriptedApp();
    const [user, other] = [await makeUser(app), await makeUser(app)];
    await link(app, other.username);
    const { AccessToken } = await signIn(await makeClient(app.poolId), user);
    await expect(unlink(AccessToken)).rejects.toMatchObject(notLinked);
    await expect(unlink(AccessToken, accountOf('Cognito', user.username))).rejects.toMatchObject(notLinked);
    const { access_token } = await federate(app, 'Eve-1');
    await expect(unlink(access_token, accountOf('Corporate', 'Eve-1'))).rejects.toMatchObject(notLinked);
    expect((await federate(app, 'Ada-1')).claims.sub).toBe(other.sub);
  });

  it('leaves the last way to sign in', async () => {
    const app = await makeScriptedApp();
    await makeProvider(app, { ProviderName: 'Other' });
    const { username } = await makeUser(app);
    await link(app, username);
    const { access_token } = await federate(app, 'Ada-1');
    const UserPoolId = app.poolId;
    await adminClient().send(
      new AdminDisableProviderForUserCommand({ UserPoolId, User: accountOf('Cognito', username) }),
    );
    await expect(unlink(access_token)).rejects.toMatchObject(last);
    await link(app, username, 'Other');
    await adminClient().send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName: 'Other' }));
    await expect(unlink(access_token)).rejects.toMatchObject(last);
    await makeProvider(app, { ProviderName: 'Other' });
    await unlink(access_token);
  });

  it('takes a code for a way to sign in only at an address that is verified', async () => {
    const app = await makeScriptedApp(
      {},
      {},
      {
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
    );
    const { username: Username } = await makeUser(app);
    await link(app, Username);
    const { access_token } = await federate(app, 'Ada-1');
    const UserPoolId = app.poolId;
    await adminClient().send(
      new AdminDisableProviderForUserCommand({ UserPoolId, User: accountOf('Cognito', Username) }),
    );
    const verified = (Value: string) =>
      adminClient().send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username,
          UserAttributes: [{ Name: 'email_verified', Value }],
        }),
      );
    await verified('false');
    await expect(unlink(access_token)).rejects.toMatchObject(last);
    await verified('true');
    await unlink(access_token);
  });
});
