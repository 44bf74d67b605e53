import passport from 'passport-openidconnect';
import { describe, expect, it } from 'vitest';
import { callback, makeOAuthApp, type OAuthApp, signInAt } from '#tests/support/oauth.ts';
import { stack } from '#tests/support/stack.ts';

type Settings = Partial<ConstructorParameters<typeof passport.Strategy>[0]>;

interface Outcome {
  readonly redirected?: URL;
  readonly user?: passport.Profile;
}

/** An app with one visitor: what the strategy does with a request, as passport would call it. */
const openApp = ({ poolId, clientId, clientSecret }: OAuthApp, settings: Settings = {}) => {
  const { endpoint } = stack();
  const options = {
    issuer: `${endpoint}/${poolId}`,
    authorizationURL: `${endpoint}/oauth2/authorize`,
    tokenURL: `${endpoint}/oauth2/token`,
    userInfoURL: `${endpoint}/oauth2/userInfo`,
    clientID: clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    callbackURL: callback,
    scope: ['email', 'profile'],
    nonce: true,
    skipUserProfile: false,
    ...settings,
  };
  const session = {};
  return (query: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const strategy = new passport.Strategy(options, (_issuer, profile, done) => done(null, profile));
      strategy.redirect = (url) => resolve({ redirected: new URL(url) });
      strategy.success = (user) => resolve({ user });
      strategy.fail = (challenge) => reject(new Error(challenge?.message));
      strategy.error = reject;
      strategy.authenticate({ query, session });
    });
};

const signIn = async (app: OAuthApp, settings?: Settings): Promise<passport.Profile | undefined> => {
  const visit = openApp(app, settings);
  const { redirected = new URL('about:blank') } = await visit();
  const answered = await signInAt(redirected, app);
  return (await visit(Object.fromEntries(answered.searchParams))).user;
};

describe('passport-openidconnect', () => {
  it('signs in with a secret, and asks who the user is', async () => {
    const app = await makeOAuthApp({ GenerateSecret: true });
    expect(await signIn(app)).toMatchObject({
      id: app.user.sub,
      emails: [{ value: app.user.email }],
    });
  });

  it('signs in without a secret, for which it sends an empty one, by the ID token alone', async () => {
    const app = await makeOAuthApp();
    const user = await signIn(app, { skipUserProfile: true, maxAge: 600 });
    expect(user).toMatchObject({ id: app.user.sub, emails: [{ value: app.user.email }] });
  });

  it('hears why it gets no tokens', async () => {
    const app = await makeOAuthApp({ GenerateSecret: true });
    await expect(signIn(app, { clientSecret: 'not-the-secret' })).rejects.toMatchObject({ code: 'invalid_client' });
  });
});
