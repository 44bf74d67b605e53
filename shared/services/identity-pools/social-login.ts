import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import type { IdentityPool } from '#shared/domain/identity-pools/identity-pool.ts';
import { invalidLogin, unsupportedProvider } from '#shared/domain/identity-pools/login-refusals.ts';
import { type CognitoException, isException } from '#shared/errors/exception.ts';
import { fetchFromProvider } from './issuer-keys.ts';
import type { Login } from './login.ts';
import { openIdLogin } from './openid-login.ts';

type Prove = (token: string, appIds: readonly string[]) => Promise<Login>;

// A laptop's stand-in has all providers below one address.
const originOf = (host: string): string => {
  const { loginProviders } = environment().endpoints;
  return loginProviders === undefined ? `https://${host}` : `${loginProviders}/${host}`;
};

const openId =
  (name: string, issuers: readonly string[]): Prove =>
  (token, audiences) =>
    openIdLogin({ name, issuers, audiences, origin: originOf(name), mappingKey: name }, token);

const notVerified = (cause?: unknown): CognitoException => invalidLogin("Couldn't verify signed token.", cause);

// The provider is asked whose token it is. It refuses one that is none, or has expired.
const ask = async <Schema extends v.GenericSchema>(schema: Schema, url: string): Promise<v.InferOutput<Schema>> => {
  const answer = await fetchFromProvider(url).catch((error: unknown) => {
    throw isException(error, 'ExternalServiceException') ? notVerified(error) : error;
  });
  const { success, output } = v.safeParse(schema, answer);
  if (!success) throw notVerified();
  return output;
};

const opaque = (name: string, appId: string, userId: string): Login => ({
  provider: name,
  userId,
  claims: { sub: userId, aud: appId },
  mappingKey: name,
  method: `${name}:${appId}:${userId}`,
});

const FacebookApp = v.object({ id: v.string() });
const FacebookUser = v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) });

const facebook: Prove = async (token, appIds) => {
  const [origin, query] = [originOf('graph.facebook.com'), `access_token=${encodeURIComponent(token)}`];
  const app = await ask(FacebookApp, `${origin}/app?${query}`);
  if (!appIds.includes(app.id)) throw unsupportedProvider();
  const user = await ask(FacebookUser, `${origin}/me?fields=id&${query}`);
  return opaque('graph.facebook.com', app.id, user.id);
};

const AmazonToken = v.object({
  aud: v.string(),
  user_id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  exp: v.number(),
});

const amazon: Prove = async (token, appIds) => {
  const url = `${originOf('api.amazon.com')}/auth/o2/tokeninfo?access_token=${encodeURIComponent(token)}`;
  const { aud, user_id: userId, exp } = await ask(AmazonToken, url);
  if (!appIds.includes(aud)) throw unsupportedProvider();
  // Seconds that are left.
  if (exp <= 0) {
    const seconds = Math.floor(now() / 1000);
    throw invalidLogin(`Token expired: ${seconds} >= ${seconds + exp}`);
  }
  return opaque('www.amazon.com', aud, userId);
};

const providers: Readonly<Record<string, Prove>> = {
  'accounts.google.com': openId('accounts.google.com', ['https://accounts.google.com', 'accounts.google.com']),
  'appleid.apple.com': openId('appleid.apple.com', ['https://appleid.apple.com']),
  'graph.facebook.com': facebook,
  'www.amazon.com': amazon,
};

/** A way to prove logins of a public provider; undefined where the pool has no app there. */
export const socialLogin = (
  { settings }: IdentityPool,
  name: string,
): ((token: string) => Promise<Login>) | undefined => {
  const { SupportedLoginProviders: apps = {} } = settings;
  const prove = Object.hasOwn(apps, name) && Object.hasOwn(providers, name) ? providers[name] : undefined;
  return prove && ((token) => prove(token, (apps[name] ?? '').split(';')));
};
