import { generateKeyPairSync } from 'node:crypto';
import type { CreateIdentityProviderCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { leaveFor, makeFederatedApp, signInSocial, tokensFor, userOf } from '#tests/support/federation.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { secretFor } from '#tests/support/upstream/exchange.ts';
import { appleClientId } from '#tests/support/upstream/social.ts';
import { answerAtProvider } from '#tests/support/upstream/visit.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

type Given = Partial<CreateIdentityProviderCommandInput>;

const client = { client_id: 'an-app', client_secret: secretFor('an-app') };

const google: Given = {
  ProviderName: 'Google',
  ProviderType: 'Google',
  ProviderDetails: { ...client, authorize_scopes: 'profile email openid' },
  AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name', picture: 'picture' },
};

const facebook: Given = {
  ProviderName: 'Facebook',
  ProviderType: 'Facebook',
  ProviderDetails: { ...client, authorize_scopes: 'public_profile,email', api_version: 'v21.0' },
  AttributeMapping: { email: 'email', name: 'name', given_name: 'first_name' },
};

const amazon: Given = {
  ProviderName: 'LoginWithAmazon',
  ProviderType: 'LoginWithAmazon',
  ProviderDetails: { ...client, authorize_scopes: 'profile postal_code' },
  AttributeMapping: { email: 'email', name: 'name', zoneinfo: 'postal_code' },
};

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const apple = async (key = privateKey): Promise<Given> => ({
  ProviderName: 'SignInWithApple',
  ProviderType: 'SignInWithApple',
  ProviderDetails: {
    client_id: appleClientId(await exportJWK(publicKey)),
    team_id: 'TEAM123456',
    key_id: 'KEY1234567',
    private_key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authorize_scopes: 'name email',
  },
  AttributeMapping: { email: 'email', email_verified: 'email_verified', given_name: 'firstName', name: 'name' },
});

const people = {
  Google: {
    sub: '107731',
    email: 'ada@gmail.com',
    email_verified: true,
    name: 'Ada King',
    picture: 'https://lh3.googleusercontent.com/a/ada',
  },
  Facebook: { id: '10157', email: 'ada@example.com', name: 'Ada King', first_name: 'Ada', gender: 'not asked for' },
  LoginWithAmazon: { user_id: 'amzn1.account.ADA', email: 'ada@example.com', name: 'Ada King', postal_code: '98052' },
  SignInWithApple: {
    sub: '001234.abcd.0001',
    email: 'ada@privaterelay.appleid.com',
    email_verified: 'true',
    name: { firstName: 'Ada', lastName: 'King' },
  },
} as const;

describe('a sign-in through a social provider', () => {
  it('that is Google', async () => {
    const app = await makeFederatedApp(google);
    const first = await tokensFor(app, await signInSocial(app, people.Google));
    const { email, name, picture } = people.Google;
    expect(first.claims).toMatchObject({
      email,
      name,
      picture,
      email_verified: true,
      'cognito:username': 'Google_107731',
      identities: [{ userId: '107731', providerName: 'Google', providerType: 'Google', issuer: null }],
    });
    const later = await tokensFor(app, await signInSocial(app, { ...people.Google, name: 'Ada Lovelace' }));
    expect(later.claims).toMatchObject({ sub: first.claims.sub, name: 'Ada Lovelace' });
  });

  it('that is Google, with attributes of the People API', async () => {
    const app = await makeFederatedApp({
      ...google,
      AttributeMapping: { email: 'email', phone_number: 'phoneNumbers', birthdate: 'birthdays' },
    });
    const told = await signInSocial(app, {
      ...people.Google,
      people: {
        phoneNumbers: [{ value: '+12065550100', metadata: { primary: true } }],
        birthdays: [{ date: { year: 1815, month: 12, day: 10 } }],
      },
    });
    expect((await tokensFor(app, told)).claims).toMatchObject({
      email: people.Google.email,
      phone_number: '+12065550100',
      birthdate: '1815-12-10',
    });
  });

  it('that is Facebook, which is asked for the attributes of the mapping', async () => {
    const app = await makeFederatedApp(facebook);
    const { claims } = await tokensFor(app, await signInSocial(app, people.Facebook));
    expect(claims).toMatchObject({
      email: people.Facebook.email,
      name: 'Ada King',
      given_name: 'Ada',
      'cognito:username': 'Facebook_10157',
    });
    expect(claims.email_verified).not.toBe(true);
    const later = await tokensFor(app, await signInSocial(app, { ...people.Facebook, name: 'Ada Lovelace' }));
    expect(later.claims).toMatchObject({ sub: claims.sub, name: 'Ada Lovelace' });
  });

  it('that is Amazon', async () => {
    const app = await makeFederatedApp(amazon);
    const { claims } = await tokensFor(app, await signInSocial(app, people.LoginWithAmazon));
    expect(claims).toMatchObject({ 'cognito:username': 'LoginWithAmazon_amzn1.account.ADA', zoneinfo: '98052' });
    const later = await tokensFor(app, await signInSocial(app, { ...people.LoginWithAmazon, name: 'Ada Lovelace' }));
    expect(later.claims).toMatchObject({ sub: claims.sub, name: 'Ada Lovelace' });
  });

  it('that is Apple, which says names at the first sign-in alone', async () => {
    const app = await makeFederatedApp(await apple());
    const { claims } = await tokensFor(app, await signInSocial(app, people.SignInWithApple));
    expect(claims).toMatchObject({
      email: people.SignInWithApple.email,
      email_verified: true,
      given_name: 'Ada',
      name: 'Ada King',
      'cognito:username': 'SignInWithApple_001234.abcd.0001',
    });
    const { name: _name, ...unnamed } = people.SignInWithApple;
    const later = await tokensFor(app, await signInSocial(app, unnamed));
    expect(later.claims).toMatchObject({ sub: claims.sub, given_name: 'Ada', name: 'Ada King' });
  });

  it('that is Apple takes no address of what the browser posts beside the names', async () => {
    const app = await makeFederatedApp(await apple());
    const agent = newUserAgent();
    const { location } = await answerAtProvider(locationOf(await leaveFor(agent, app)).href, people.SignInWithApple);
    const user = JSON.stringify({ name: { firstName: 'Eve' }, email: 'eve@example.com', sub: 'eve' });
    const fields = { ...Object.fromEntries(location.searchParams), user };
    const told = locationOf(await agent.post(location.pathname, fields));
    const { claims } = await tokensFor(app, told);
    expect(claims).toMatchObject({ email: people.SignInWithApple.email, given_name: 'Eve' });
    expect((await userOf(app, claims['cognito:username'])).attributes.email).toBe(people.SignInWithApple.email);
  });

  it('that is Apple is refused with the key of somebody else', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const app = await makeFederatedApp(await apple(other));
    expect((await signInSocial(app, people.SignInWithApple)).searchParams.get('error_description')).toBe(
      'SignInWithApple Error - 400 error getting token',
    );
  });

  it('that is Apple brings no answer of another browser in', async () => {
    const app = await makeFederatedApp(await apple());
    const [attacker, victim] = [newUserAgent(), newUserAgent()];
    const { location } = await answerAtProvider(locationOf(await leaveFor(attacker, app)).href, people.SignInWithApple);
    await leaveFor(victim, app);
    const fields = Object.fromEntries(location.searchParams);
    // As a form of the attacker's page would post it: without cookies first.
    const page = await newUserAgent().post(location.pathname, fields);
    expect(locationOf(await submit(victim, page, {})).pathname).toBe('/error');
    expect(locationOf(await victim.post(location.pathname, fields)).pathname).toBe('/error');
  });

  it.each([
    ['Google', async () => google, 'access_denied', 'access_denied'],
    ['Facebook', async () => facebook, 'access_denied', 'Permissions error'],
    ['LoginWithAmazon', async () => amazon, 'access_denied', 'Access not permitted.'],
    ['SignInWithApple', apple, 'access_denied', 'user_cancelled_authorize'],
  ] as const)('at %s may be called off: the app hears of it', async (_name, given, error, description) => {
    const told = await signInSocial(await makeFederatedApp(await given()), undefined);
    expect(Object.fromEntries(told.searchParams)).toMatchObject({ error, error_description: description });
  });

  it.each([
    ['Google', google, 'Google Error - 401 error getting token'],
    ['Facebook', facebook, 'Facebook Error - 400 error getting token'],
    ['LoginWithAmazon', amazon, 'LoginWithAmazon Error - 400 error getting token'],
  ] as const)('at %s is refused with another secret', async (name, given, description) => {
    const app = await makeFederatedApp({
      ...given,
      ProviderDetails: { ...given.ProviderDetails, client_secret: 'another' },
    });
    expect((await signInSocial(app, people[name])).searchParams.get('error_description')).toBe(description);
  });
});
