import { randomUUID } from 'node:crypto';
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminListGroupsForUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  SignUpCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, signInScripted, tokensFor, userOf } from '#tests/support/federation.ts';
import { onPages } from '#tests/support/oauth.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import {
  eventsOf,
  openGate,
  scriptedFailure,
  scriptedFunction,
  scriptedHold,
} from '#tests/support/scripted-functions.ts';

const ada = { sub: 'Ada-1', email: 'ada@example.com', name: 'Ada' };

const map = (app: FederatedApp, AttributeMapping: Record<string, string>) =>
  adminClient().send(
    new UpdateIdentityProviderCommand({ UserPoolId: app.poolId, ProviderName: app.provider, AttributeMapping }),
  );

const signIn = async (app: FederatedApp, user: object) => tokensFor(app, await signInScripted(app, user));

const refusal = async (app: FederatedApp, user: object) => {
  const told = await signInScripted(app, user);
  return { error: told.searchParams.get('error'), description: told.searchParams.get('error_description') };
};

const insensitive = { UsernameConfiguration: { CaseSensitive: false } };

describe('a user who comes through a provider', () => {
  it('has the provider and its own name for the user in name, group, identities and status', async () => {
    const app = await makeScriptedApp();
    const { claims, accessClaims } = await signIn(app, ada);

    const identity = { userId: 'Ada-1', providerName: 'Corporate', providerType: 'OIDC', issuer: null };
    expect(claims.identities).toEqual([
      { ...identity, primary: 'true', dateCreated: expect.stringMatching(/^\d{13}$/) },
    ]);
    expect(claims['cognito:groups']).toEqual([`${app.poolId}_Corporate`]);
    expect(accessClaims.username).toBe('Corporate_Ada-1');
    const { status, attributes } = await userOf(app, 'Corporate_Ada-1');
    expect(status).toBe('EXTERNAL_PROVIDER');
    expect(JSON.parse(attributes.identities ?? '')).toEqual([
      { ...identity, primary: true, dateCreated: expect.any(Number) },
    ]);
    const { Groups = [] } = await adminClient().send(
      new AdminListGroupsForUserCommand({ UserPoolId: app.poolId, Username: 'Corporate_Ada-1' }),
    );
    expect(Groups.map(({ GroupName }) => GroupName)).toEqual([`${app.poolId}_Corporate`]);
    const { Users = [] } = await adminClient().send(new ListUsersCommand({ UserPoolId: app.poolId }));
    expect(Users.map(({ Username, UserStatus }) => [Username, UserStatus])).toEqual([
      ['Corporate_Ada-1', 'EXTERNAL_PROVIDER'],
    ]);
  });

  it('has a name in lower case where case does not matter, and the identity in its own', async () => {
    const app = await makeScriptedApp({}, {}, insensitive);
    const { claims } = await signIn(app, ada);
    expect(claims['cognito:username']).toBe('corporate_ada-1');
    expect(claims.identities).toMatchObject([{ userId: 'Ada-1', providerName: 'Corporate' }]);
    expect(await refusal(app, { ...ada, sub: 'ADA-1' })).toEqual({
      error: 'invalid_request',
      description: 'Invalid ProviderName/Username combination.',
    });
    expect((await signIn(app, ada)).claims.sub).toBe(claims.sub);
  });

  it('is two users where case matters', async () => {
    const app = await makeScriptedApp();
    const [one, other] = [await signIn(app, ada), await signIn(app, { ...ada, sub: 'ADA-1' })];
    expect(one.claims.sub).not.toBe(other.claims.sub);
  });

  it('is not somebody who has signed up under that name before', async () => {
    const app = await makeScriptedApp();
    await publicClient().send(
      new SignUpCommand({ ClientId: app.clientId, Username: 'Corporate_Ada-1', Password: password }),
    );
    expect(await refusal(app, ada)).toEqual({
      error: 'invalid_request',
      description: 'Already found an entry for username Corporate_Ada-1',
    });
  });

  it('has no longer name than others', async () => {
    const app = await makeScriptedApp();
    const sub = 'x'.repeat(119);
    expect(await refusal(app, { ...ada, sub })).toEqual({
      error: 'invalid_request',
      description: `1 validation error detected: Value 'Corporate_${sub}' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 128`,
    });
  });

  it('takes no e-mail from whoever has it as a name', async () => {
    const app = await makeScriptedApp({}, {}, { UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
    const { claims } = await signIn(app, { ...ada, email_verified: true });
    const signedUp = await publicClient().send(
      new SignUpCommand({ ClientId: app.clientId, Username: ada.email, Password: password }),
    );
    expect(signedUp.UserSub).not.toBe(claims.sub);
    expect((await userOf(app, ada.email)).attributes.sub).toBe(signedUp.UserSub);
  });

  it('signs in there alone', async () => {
    const app = await makeScriptedApp();
    await signIn(app, ada);
    const name = { UserPoolId: app.poolId, Username: 'Corporate_Ada-1' };
    const AuthParameters = { USERNAME: name.Username, PASSWORD: password };
    const byPassword = { ClientId: app.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const;
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        ...onPages,
        UserPoolId: app.poolId,
        ClientId: app.clientId,
        SupportedIdentityProviders: ['COGNITO', app.provider],
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      }),
    );
    await expect(publicClient().send(new InitiateAuthCommand(byPassword))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    const reset = { name: 'NotAuthorizedException', message: 'User password cannot be reset in the current state.' };
    const forgot = new ForgotPasswordCommand({ ClientId: app.clientId, Username: name.Username });
    await expect(publicClient().send(forgot)).rejects.toMatchObject(reset);
    await expect(adminClient().send(new AdminResetUserPasswordCommand(name))).rejects.toMatchObject(reset);
    await adminClient().send(new AdminSetUserPasswordCommand({ ...name, Password: password, Permanent: true }));
    expect((await userOf(app, name.Username)).status).toBe('CONFIRMED');
    expect((await publicClient().send(new InitiateAuthCommand(byPassword))).AuthenticationResult).toBeDefined();
    expect((await signIn(app, ada)).claims['cognito:username']).toBe(name.Username);
  });

  it('is kept out where an administrator disables the user, and is another one after a deletion', async () => {
    const app = await makeScriptedApp();
    const { claims } = await signIn(app, ada);
    const name = { UserPoolId: app.poolId, Username: 'Corporate_Ada-1' };
    await adminClient().send(new AdminDisableUserCommand(name));
    expect((await refusal(app, ada)).description).toBe('User is disabled.');
    await adminClient().send(new AdminDeleteUserCommand(name));
    const again = await signIn(app, ada);
    expect(again.claims.sub).not.toBe(claims.sub);
  });

  it('tells its identities to itself', async () => {
    const app = await makeScriptedApp();
    const told = await signInScripted(app, ada, { scope: 'openid aws.cognito.signin.user.admin' });
    const { access_token: AccessToken } = await tokensFor(app, told);
    const { UserAttributes = [] } = await publicClient().send(new GetUserCommand({ AccessToken }));
    const value = UserAttributes.find(({ Name }) => Name === 'identities')?.Value ?? '[]';
    expect(JSON.parse(value)).toMatchObject([{ userId: 'Ada-1', primary: true }]);
  });
});

describe('attributes of a provider', () => {
  it('are taken anew at each sign-in; what is not sent stays, what is empty goes', async () => {
    const app = await makeScriptedApp();
    await map(app, { email: 'email', name: 'name', nickname: 'nick', gender: 'gender' });
    await signIn(app, { ...ada, nick: 'a', gender: 'f' });
    await signIn(app, { sub: ada.sub, email: 'new@example.com', nick: '' });
    const { attributes } = await userOf(app, 'Corporate_Ada-1');
    expect(attributes).toMatchObject({ email: 'new@example.com', name: 'Ada', gender: 'f' });
    expect(attributes).not.toHaveProperty('nickname');
  });

  it('are one text for several values, each written as in a form', async () => {
    const app = await makeScriptedApp(
      {},
      {},
      { Schema: [{ Name: 'teams', AttributeDataType: 'String', Mutable: true }] },
    );
    await map(app, { 'custom:teams': 'teams', profile: 'address', website: 'old' });
    await signIn(app, { ...ada, teams: ['a b', 'c,d', 'é.-*_'], address: { street: 'x' }, old: true });
    const { attributes } = await userOf(app, 'Corporate_Ada-1');
    expect(attributes['custom:teams']).toBe('[a+b,c%2Cd,%C3%A9.-*_]');
    expect(attributes.profile).toBe('{"street":"x"}');
    expect(attributes.website).toBe('true');
  });

  it('have 2,048 characters at most', async () => {
    const app = await makeScriptedApp();
    await map(app, { nickname: 'names' });
    // In the form of one text, each of these letters has six characters.
    const longest = ['é'.repeat(341)];
    await signIn(app, { ...ada, names: longest });
    expect((await userOf(app, 'Corporate_Ada-1')).attributes.nickname).toHaveLength(2048);
    expect((await refusal(app, { ...ada, names: [`${longest}a`] })).description).toBe(
      'nickname: String must be no longer than 2048 characters',
    );
  });

  it('prove no e-mail that the provider does not call verified', async () => {
    const app = await makeScriptedApp();
    await signIn(app, { ...ada, email_verified: true });
    expect((await userOf(app, 'Corporate_Ada-1')).attributes.email_verified).toBe('false');
    await map(app, { email: 'email', email_verified: 'email_verified' });
    await signIn(app, { ...ada, email_verified: true });
    expect((await userOf(app, 'Corporate_Ada-1')).attributes.email_verified).toBe('true');
    await map(app, { email: 'email' });
    await signIn(app, { ...ada, email: 'other@example.com' });
    expect((await userOf(app, 'Corporate_Ada-1')).attributes.email_verified).toBe('false');
  });

  it('are not verified by what is said of an address that is not told', async () => {
    const app = await makeScriptedApp();
    await map(app, { email: 'upn', email_verified: 'email_verified' });
    await signIn(app, { sub: 'Ada-1', upn: 'ada@example.com' });
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: app.poolId,
        Username: 'Corporate_Ada-1',
        UserAttributes: [{ Name: 'email', Value: 'victim@example.com' }],
      }),
    );
    await signIn(app, { sub: 'Ada-1', email: 'ada@example.com', email_verified: true });
    const { email, email_verified } = (await userOf(app, 'Corporate_Ada-1')).attributes;
    expect([email, email_verified]).toEqual(['victim@example.com', 'false']);
  });

  it('are stored where half a character is in them, which is no name', async () => {
    const app = await makeScriptedApp();
    await signIn(app, { ...ada, name: 'Ada \ud83d' });
    expect((await userOf(app, 'Corporate_Ada-1')).attributes.name).toBe('Ada \ufffd');
    expect(await refusal(app, { ...ada, sub: 'Ada-\ud83d' })).toEqual({
      error: 'invalid_request',
      description: 'The name of the user is not well-formed.',
    });
  });

  it('are refused where the pool requires others', async () => {
    const app = await makeScriptedApp(
      {},
      {},
      {
        Schema: [
          { Name: 'email', Required: true },
          { Name: 'given_name', Required: true },
        ],
      },
    );
    expect(await refusal(app, { sub: 'x' })).toEqual({
      error: 'invalid_request',
      description: 'attributes required: [email, given_name]',
    });
    await map(app, { email: 'email', given_name: 'name' });
    await signIn(app, ada);
  });

  it('do not change what never changes', async () => {
    const app = await makeScriptedApp(
      {},
      {},
      { Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: false }] },
    );
    await map(app, { 'custom:tenant': 'tenant' });
    await signIn(app, { ...ada, tenant: 'a' });
    await signIn(app, { ...ada, tenant: 'a' });
    expect((await refusal(app, { ...ada, tenant: 'b' })).description).toBe(
      'custom:tenant: Attribute cannot be updated.',
    );
  });

  it('are passed over where the client may not write them', async () => {
    const app = await makeScriptedApp();
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        ...onPages,
        UserPoolId: app.poolId,
        ClientId: app.clientId,
        SupportedIdentityProviders: ['COGNITO', app.provider],
        WriteAttributes: ['email'],
      }),
    );
    await signIn(app, ada);
    const { attributes } = await userOf(app, 'Corporate_Ada-1');
    expect(attributes.email).toBe(ada.email);
    expect(attributes).not.toHaveProperty('name');
  });
});

describe('triggers of a sign-in through a provider', () => {
  const audit = () => scriptedFunction({ audit: randomUUID() });

  it('are called in their order, at the first sign-in and later', async () => {
    const arn = audit();
    const app = await makeScriptedApp(
      {},
      {},
      {
        LambdaConfig: {
          InboundFederation: { LambdaArn: arn, LambdaVersion: 'V1_0' },
          PreSignUp: arn,
          PostConfirmation: arn,
          PreAuthentication: arn,
          PostAuthentication: arn,
          PreTokenGeneration: arn,
        },
      },
    );
    await signIn(app, ada);
    await signIn(app, ada);
    const events = await eventsOf(app.poolId);
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
      'InboundFederation_ExternalProvider',
      'PreSignUp_ExternalProvider',
      'PostConfirmation_ConfirmSignUp',
      'TokenGeneration_HostedAuth',
      'InboundFederation_ExternalProvider',
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_HostedAuth',
    ]);
    expect(events[0]).toMatchObject({
      version: '1',
      userName: 'Ada-1',
      request: { providerName: 'Corporate', providerType: 'OIDC', attributes: { idToken: { sub: 'Ada-1' } } },
    });
    expect(events[1]).toMatchObject({
      userName: 'Corporate_Ada-1',
      request: { userAttributes: { email: ada.email, email_verified: 'false', name: 'Ada' } },
    });
  });

  it('may replace what the provider told, and not whom it meant', async () => {
    const arn = scriptedFunction({ userAttributesToMap: { sub: 'Somebody', email: 'else@example.com' } });
    const app = await makeScriptedApp(
      {},
      {},
      { LambdaConfig: { InboundFederation: { LambdaArn: arn, LambdaVersion: 'V1_0' } } },
    );
    await signIn(app, ada);
    const { attributes } = await userOf(app, 'Corporate_Ada-1');
    expect(attributes.email).toBe('else@example.com');
    expect(attributes).not.toHaveProperty('name');
  });

  it('may link, and then the first sign-in is that of the linked user', async () => {
    const key = randomUUID();
    const app = await makeScriptedApp(
      {},
      {},
      { LambdaConfig: { PreSignUp: scriptedHold(key, 'PreSignUp_ExternalProvider') } },
    );
    const { username, sub } = await makeUser(app);
    const signingIn = signIn(app, ada);
    const asks = async () =>
      (await eventsOf(app.poolId)).find(({ triggerSource }) => triggerSource === 'PreSignUp_ExternalProvider');
    await expect.poll(asks).toBeDefined();
    const event = await asks();
    const [ProviderName, ProviderAttributeValue] = event?.userName.split('_') ?? [];
    await adminClient().send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: app.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
        SourceUser: { ProviderName, ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue },
      }),
    );
    await openGate(key);
    expect((await signingIn).claims).toMatchObject({ sub, 'cognito:username': username, email: ada.email });
    const asked = new AdminGetUserCommand({ UserPoolId: app.poolId, Username: 'Corporate_Ada-1' });
    await expect(adminClient().send(asked)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('may refuse, and then there is no user', async () => {
    const app = await makeScriptedApp({}, {}, { LambdaConfig: { PreSignUp: scriptedFailure('Not you') } });
    expect(await refusal(app, ada)).toEqual({
      error: 'invalid_request',
      description: 'PreSignUp failed with error Not you.',
    });
    const asked = new AdminGetUserCommand({ UserPoolId: app.poolId, Username: 'Corporate_Ada-1' });
    await expect(adminClient().send(asked)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
