import { randomUUID } from 'node:crypto';
import {
  AdminConfirmSignUpCommand,
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminUpdateUserAttributesCommand,
  type CreateUserPoolCommandInput,
  DeleteIdentityProviderCommand,
  GetUserCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type FederatedApp, openIdGiven, signInScripted, tokensFor, userOf } from '#tests/support/federation.ts';
import { addProvider, link, makeLinkingApp, mapEmail, setPolicy } from '#tests/support/linking.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { anEmail, makeUser, password, type TestUser } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { scriptedIssuer } from '#tests/support/upstream/scripted-provider.ts';

const person = (email: string, more: object = {}) => ({
  sub: `S-${randomUUID()}`,
  email,
  email_verified: true,
  ...more,
});

const enter = async (app: FederatedApp, user: object, more = {}) =>
  tokensFor(app, await signInScripted(app, user, { scope: 'openid aws.cognito.signin.user.admin', ...more }));

const subOf = async (app: FederatedApp, user: object, more = {}) => (await enter(app, user, more)).claims.sub;

const refusal = async (app: FederatedApp, user: object) =>
  (await signInScripted(app, user)).searchParams.get('error_description');

const addLoose = async (app: FederatedApp): Promise<void> => {
  const issuer = scriptedIssuer(outboundHost(), { name: randomUUID() });
  await addProvider(app, { ...openIdGiven(issuer), ProviderName: 'Loose' });
  await mapEmail(app, 'Loose');
};

const pools: readonly (readonly [string, Partial<CreateUserPoolCommandInput>])[] = [
  ['an e-mail is no name', {}],
  ['a verified e-mail is another name', { AliasAttributes: ['email'] }],
];

describe.each(pools)('where %s, and a pool links by verified e-mails', (_what, settings) => {
  const make = async (): Promise<{ readonly app: FederatedApp; readonly user: TestUser }> => {
    const app = await makeLinkingApp('VERIFIED_EMAIL', settings);
    return { app, user: await makeUser(app) };
  };

  it('somebody with the same e-mail is the user, from the first sign-in on', async () => {
    const { app, user } = await make();
    const ada = person(user.email, { name: 'Ada King' });
    const { claims } = await enter(app, ada);
    expect(claims).toMatchObject({ sub: user.sub, 'cognito:username': user.username, name: 'Ada King' });
    expect(claims.identities).toMatchObject([{ userId: ada.sub, providerName: 'Corporate', primary: 'false' }]);
    expect((await userOf(app, user.username)).status).toBe('CONFIRMED');
    expect(await subOf(app, { ...ada, email: anEmail() })).toBe(user.sub);
  });

  it.each([
    ['the provider has not verified it', { email_verified: false }],
    ['the provider says nothing of that', { email_verified: undefined }],
  ])('nobody is where %s', async (_why, more) => {
    const { app, user } = await make();
    expect(await subOf(app, person(user.email, more))).not.toBe(user.sub);
  });

  it('nobody is where the user has not proved it', async () => {
    const { app, user } = await make();
    const UserAttributes = [
      { Name: 'email', Value: user.email },
      { Name: 'email_verified', Value: 'false' },
    ];
    const { poolId: UserPoolId } = app;
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId, Username: user.username, UserAttributes }),
    );
    expect(await subOf(app, person(user.email))).not.toBe(user.sub);
  });

  it('nobody is through a provider that is not trusted, nor by its word', async () => {
    const { app, user } = await make();
    await addLoose(app);
    const through = { identity_provider: 'Loose' };
    expect(await subOf(app, person(user.email), through)).not.toBe(user.sub);
    const [eve, email] = [`S-${randomUUID()}`, anEmail()];
    const hers = await subOf(app, person(email, { sub: eve }), through);
    const first = await subOf(app, person(email));
    expect(first).not.toBe(hers);
    // Once both are trusted, two have proved it.
    await setPolicy(app, 'VERIFIED_EMAIL', ['Corporate', 'Loose']);
    const third = await subOf(app, person(email));
    expect([hers, first]).not.toContain(third);
  });

  it('one who came through another trusted provider is found', async () => {
    const { app } = await make();
    await addLoose(app);
    await setPolicy(app, 'VERIFIED_EMAIL', ['Corporate', 'Loose']);
    const email = anEmail();
    const first = await subOf(app, person(email), { identity_provider: 'Loose' });
    expect(await subOf(app, person(email))).toBe(first);
  });

  it('nobody is by the word of a former provider of that name', async () => {
    const { app } = await make();
    await addLoose(app);
    const email = anEmail();
    const hers = await subOf(app, person(email), { identity_provider: 'Loose' });
    await adminClient().send(new DeleteIdentityProviderCommand({ UserPoolId: app.poolId, ProviderName: 'Loose' }));
    await addLoose(app);
    await setPolicy(app, 'VERIFIED_EMAIL', ['Corporate', 'Loose']);
    expect(await subOf(app, person(email))).not.toBe(hers);
  });

  it('an account that the user has unlinked stays apart', async () => {
    const { app, user } = await make();
    const ada = person(user.email);
    const { access_token: AccessToken } = await enter(app, ada);
    const User = { ProviderName: 'Corporate', ProviderAttributeValue: ada.sub };
    await callOwnUnsigned('DisableProviderForUser', { AccessToken, User });
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toThrow();
    expect(await subOf(app, ada)).not.toBe(user.sub);
  });

  it('an account that an administrator has unlinked stays apart, until one links it again', async () => {
    const { app, user } = await make();
    const { poolId: UserPoolId } = app;
    const ada = person(user.email);
    await enter(app, ada);
    const User = { ProviderName: 'Corporate', ProviderAttributeValue: ada.sub };
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
    const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: user.username };
    await adminClient().send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
    expect(await subOf(app, ada)).toBe(user.sub);
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
    expect(await subOf(app, ada)).not.toBe(user.sub);
  });

  it('nobody gets around a disabled user', async () => {
    const { app, user } = await make();
    const [named, ada] = [{ UserPoolId: app.poolId, Username: user.username }, person(user.email)];
    await adminClient().send(new AdminDisableUserCommand(named));
    expect(await refusal(app, ada)).toMatch(/disabled/);
    await adminClient().send(new AdminEnableUserCommand(named));
    const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand(named));
    expect(UserAttributes.some(({ Name }) => Name === 'identities')).toBe(false);
    expect(await subOf(app, ada)).toBe(user.sub);
  });

  it('a user with five accounts gets no sixth', async () => {
    const { app, user } = await make();
    for (let count = 0; count < 5; count++) await link(app, user.username, randomUUID());
    expect(await subOf(app, person(user.email))).not.toBe(user.sub);
  });

  it('two who come at once by one account are the user', async () => {
    const { app, user } = await make();
    const ada = person(user.email);
    const subs = await Promise.all([1, 2, 3].map(() => subOf(app, ada)));
    expect(subs).toEqual([user.sub, user.sub, user.sub]);
  });
});

describe('a pool that links by verified e-mails', () => {
  it('does not take the word of a function that verifies whoever signs up', async () => {
    const decides = scriptedFunction({ autoConfirmUser: true, autoVerifyEmail: true });
    const app = await makeLinkingApp('VERIFIED_EMAIL', { LambdaConfig: { PreSignUp: decides } });
    const [Username, email] = [`eve-${randomUUID()}`, anEmail()];
    const UserAttributes = [{ Name: 'email', Value: email }];
    const { UserSub } = await publicClient().send(
      new SignUpCommand({ ClientId: app.clientId, Username, Password: password, UserAttributes }),
    );
    expect((await userOf(app, Username)).attributes.email_verified).toBe('true');
    expect(await subOf(app, person(email))).not.toBe(UserSub);
  });

  it('links nobody with a user of that e-mail who has not proved it, or is not confirmed', async () => {
    const app = await makeLinkingApp('VERIFIED_EMAIL', { UsernameAttributes: ['email'] });
    const { poolId: UserPoolId, clientId: ClientId } = app;
    const join = async () => {
      const Username = anEmail();
      const { UserSub = '' } = await publicClient().send(new SignUpCommand({ ClientId, Username, Password: password }));
      return { Username, UserSub };
    };
    const [unproved, unconfirmed] = [await join(), await join()];
    await adminClient().send(new AdminConfirmSignUpCommand({ UserPoolId, Username: unproved.Username }));
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId, Username: unconfirmed.Username, UserAttributes }),
    );
    for (const { Username, UserSub } of [unproved, unconfirmed]) {
      expect(await subOf(app, person(Username))).not.toBe(UserSub);
    }
  });

  it('tells addresses apart that differ in the case of the mailbox, where case matters', async () => {
    const app = await makeLinkingApp('VERIFIED_EMAIL');
    const run = randomUUID();
    const user = await makeUser(app, { email: `Ada-${run}@Example.com` });
    expect(await subOf(app, person(`ada-${run}@example.com`))).not.toBe(user.sub);
    expect(await subOf(app, person(`Ada-${run}@example.COM`))).toBe(user.sub);
  });

  it('makes new users as before once it links never', async () => {
    const app = await makeLinkingApp('VERIFIED_EMAIL');
    const user = await makeUser(app);
    await setPolicy(app, 'NEVER', ['Corporate']);
    expect(await subOf(app, person(user.email))).not.toBe(user.sub);
  });
});
