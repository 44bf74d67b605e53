import {
  AdminLinkProviderForUserCommand,
  DescribeIdentityProviderCommand,
  type ProviderUserIdentifierType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, signInScripted, tokensFor, userOf } from '#tests/support/federation.ts';
import { makeProvider, socialDetails } from '#tests/support/identity-providers.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const local = (value: string): ProviderUserIdentifierType => ({
  ProviderName: 'Cognito',
  ProviderAttributeName: 'Cognito_Subject',
  ProviderAttributeValue: value,
});

const corporate = (value: string, name = 'Cognito_Subject'): ProviderUserIdentifierType => ({
  ProviderName: 'Corporate',
  ProviderAttributeName: name,
  ProviderAttributeValue: value,
});

const link = (
  { poolId: UserPoolId }: { readonly poolId: string },
  DestinationUser: ProviderUserIdentifierType,
  SourceUser: ProviderUserIdentifierType,
) => adminClient().send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser }));

const signIn = async (app: FederatedApp, user: object) =>
  (await tokensFor(app, await signInScripted(app, user))).claims;

const invalid = (message: string) => ({ name: 'InvalidParameterException', message });

const merging = invalid(
  'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
);

describe('AdminLinkProviderForUser', () => {
  it('lets the user sign in by an account elsewhere', async () => {
    const app = await makeScriptedApp();
    const user = await makeUser(app);
    await link(app, local(user.username), corporate('Ada-1'));

    const claims = await signIn(app, { sub: 'Ada-1', name: 'Ada' });

    expect(claims).toMatchObject({ sub: user.sub, 'cognito:username': user.username, email: user.email });
    expect(claims.identities).toMatchObject([{ userId: 'Ada-1', providerName: 'Corporate', primary: 'false' }]);
    expect(claims).not.toHaveProperty('cognito:groups');
    const { status, attributes } = await userOf(app, user.username);
    expect(status).toBe('CONFIRMED');
    expect(attributes).toMatchObject({ name: 'Ada', email_verified: 'true' });
  });

  it('takes the account by the value of another attribute', async () => {
    const app = await makeScriptedApp();
    const user = await makeUser(app);
    await link(app, local(user.username), corporate('ada@corp.example', 'email'));
    expect((await signIn(app, { sub: 'any', email: 'ada@corp.example' })).sub).toBe(user.sub);
    expect((await signIn(app, { sub: 'any', email: 'eve@corp.example' })).sub).not.toBe(user.sub);
  });

  it('links with a user who came through another provider', async () => {
    const app = await makeScriptedApp();
    await makeProvider(app, { ProviderName: 'Other' });
    const { sub } = await signIn(app, { sub: 'Ada-1' });
    await link(app, corporate('Ada-1'), { ProviderName: 'Other', ProviderAttributeValue: 'x' });
    expect((await signIn(app, { sub: 'Ada-1' })).identities).toHaveLength(2);
    const { attributes } = await userOf(app, 'Corporate_Ada-1');
    expect(JSON.parse(attributes.identities ?? '')).toMatchObject([
      { providerName: 'Corporate', primary: true },
      { providerName: 'Other', userId: 'x', primary: false },
    ]);
    expect(attributes.sub).toBe(sub);
  });

  it('refuses an account that is somebody already', async () => {
    const app = await makeScriptedApp();
    const [user, other] = [await makeUser(app), await makeUser(app)];
    await signIn(app, { sub: 'Eve-1' });
    await expect(link(app, local(user.username), corporate('Eve-1'))).rejects.toMatchObject(merging);
    await link(app, local(user.username), corporate('Ada-1'));
    for (const { username } of [user, other]) {
      await expect(link(app, local(username), corporate('Ada-1'))).rejects.toMatchObject(
        invalid('SourceUser is already linked to DestinationUser'),
      );
    }
    expect((await signIn(app, { sub: 'Ada-1' })).sub).toBe(user.sub);
  });

  it('gives an account to one user of many at once', async () => {
    const app = await makeScriptedApp();
    const all = [await makeUser(app), await makeUser(app), await makeUser(app)];
    const answers = await Promise.allSettled(all.map(({ username }) => link(app, local(username), corporate('Ada-1'))));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes the subject in its own case', async () => {
    const app = await makeScriptedApp({}, {}, { UsernameConfiguration: { CaseSensitive: false } });
    const user = await makeUser(app);
    await link(app, local(user.username), corporate('ada-1'));
    expect((await signIn(app, { sub: 'Ada-1' })).sub).not.toBe(user.sub);
  });

  it('links five accounts at most', async () => {
    const pool = await makePool();
    await makeProvider(pool);
    const { username } = await makeUser(pool);
    for (const value of ['1', '2', '3', '4', '5']) await link(pool, local(username), corporate(value));
    await expect(link(pool, local(username), corporate('6'))).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('links by five attributes of a provider at most, and by none of Google', async () => {
    const pool = await makePool();
    await makeProvider(pool);
    await makeProvider(pool, { ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: socialDetails });
    const { username } = await makeUser(pool);
    const others = [await makeUser(pool), await makeUser(pool)];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await link(pool, local(name === 'e' ? (others[0]?.username ?? '') : username), corporate('1', name));
    }
    const more = link(pool, local(others[1]?.username ?? ''), corporate('1', 'f'));
    await expect(more).rejects.toMatchObject({ name: 'LimitExceededException' });
    const google = { ProviderName: 'Google', ProviderAttributeName: 'email', ProviderAttributeValue: 'a@example.com' };
    await expect(link(pool, local(others[1]?.username ?? ''), google)).rejects.toMatchObject(
      invalid('Users of Google are linked by Cognito_Subject alone.'),
    );
  });

  it('refuses who and what is not there', async () => {
    const pool = await makePool();
    await makeProvider(pool);
    const { username } = await makeUser(pool);
    await expect(link(pool, local(username), local(username))).rejects.toMatchObject(
      invalid(
        'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser',
      ),
    );
    await expect(link(pool, local('nobody'), corporate('1'))).rejects.toMatchObject({ name: 'UserNotFoundException' });
    const unknown = { ProviderName: 'Nobody', ProviderAttributeValue: '1' };
    await expect(link(pool, local(username), unknown)).rejects.toMatchObject(
      invalid(`The provider Nobody does not exist for User Pool ${pool.poolId}.`),
    );
    await expect(link(pool, local(username), { ProviderName: 'Corporate' })).rejects.toMatchObject(
      invalid('Missing required parameter ProviderAttributeValue'),
    );
    const described = new DescribeIdentityProviderCommand({ UserPoolId: pool.poolId, ProviderName: 'Corporate' });
    expect((await adminClient().send(described)).IdentityProvider?.ProviderDetails).not.toHaveProperty(
      'linkAttributes',
    );
  });
});
