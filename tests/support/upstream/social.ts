/**
 * Google, Facebook, Amazon and Apple, as far as they document what they take and answer. Whoever signs in says on the page
 * who it is. What does not keep to the documentation is refused.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { exportJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import {
  newVault,
  page,
  redirectTo,
  secretFor,
  tokenRefusal,
  type UpstreamAnswer,
  type UpstreamRequest,
} from './exchange.ts';

/** Somebody as a provider describes them. */
export type SocialUser = Readonly<Record<string, unknown>>;

interface Allowed {
  readonly asked: URLSearchParams;
  readonly user: SocialUser;
}

const codes = newVault<Allowed>();
const accessTokens = newVault<SocialUser>();

const keys = {
  Google: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  Apple: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

const keySet = async (who: keyof typeof keys): Promise<UpstreamAnswer> => ({
  body: { keys: [{ ...(await exportJWK(keys[who].publicKey)), kid: who, alg: 'RS256', use: 'sig' }] },
});

const idToken = (who: keyof typeof keys, issuer: string, { asked, user }: Allowed): Promise<string> =>
  new SignJWT({ ...user, ...(asked.get('nonce') && { nonce: asked.get('nonce') }) })
    .setProtectedHeader({ alg: 'RS256', kid: who })
    .setIssuer(issuer)
    .setAudience(asked.get('client_id') ?? '')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(keys[who].privateKey);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const consentPage = page(
  `<form method="post">
    <textarea name="user"></textarea>
    <button name="answer" value="allow" id="allow">Allow</button>
    <button name="answer" value="deny" id="deny">Cancel</button>
  </form>`,
);

/** Asks on a page, and leads back with a code or with `denial`. */
const consent = (
  { method, query, form }: UpstreamRequest,
  denial: Readonly<Record<string, string>>,
): UpstreamAnswer => {
  const isProper =
    query.get('response_type') === 'code' && query.has('client_id') && query.has('state') && query.has('scope');
  if (!isProper) return { status: 400, body: 'invalid request' };
  if (method === 'GET') return consentPage;
  const state = query.get('state') ?? undefined;
  const user: SocialUser = JSON.parse(form.get('user') || '{}');
  const answer = form.get('answer') === 'deny' ? denial : { code: codes.keep({ asked: query, user }) };
  return redirectTo(query.get('redirect_uri') ?? '', { ...answer, state });
};

/** Apple posts to the app, by a form of its own page, and says the name once. */
const formPosted = (asked: UpstreamRequest, answer: UpstreamAnswer): UpstreamAnswer => {
  const location = answer.headers?.location;
  if (location === undefined) return answer;
  const { origin, pathname, searchParams } = new URL(location);
  const { name } = JSON.parse(asked.form.get('user') || '{}');
  if (name !== undefined && searchParams.has('code')) searchParams.set('user', JSON.stringify({ name }));
  const fields = [...searchParams].map(
    ([key, value]) => `<input type="hidden" name="${key}" value="${escaped(value)}">`,
  );
  return page(
    `<form method="post" action="${escaped(origin + pathname)}">${fields.join('')}</form>
    <script>document.forms[0].submit()</script>`,
  );
};

/** Exchanges a code; undefined where anything in the request is not as it was, or not as documented. */
const exchanged = (given: URLSearchParams): Allowed | undefined => {
  const allowed = codes.take(given.get('code') ?? '');
  const isSame =
    allowed?.asked.get('client_id') === given.get('client_id') &&
    allowed?.asked.get('redirect_uri') === given.get('redirect_uri');
  return isSame ? allowed : undefined;
};

const isSecret = (given: URLSearchParams): boolean =>
  given.get('client_secret') === secretFor(given.get('client_id') ?? '');

const tokenAnswer = (user: SocialUser, more: object = {}): UpstreamAnswer => ({
  body: { access_token: accessTokens.keep(user), token_type: 'Bearer', expires_in: 3600, ...more },
});

const bearerOf = ({ authorization = '' }: UpstreamRequest): SocialUser | undefined =>
  accessTokens.find(authorization.replace(/^Bearer /, ''));

const withId = async (who: keyof typeof keys, issuer: string, given: URLSearchParams): Promise<UpstreamAnswer> => {
  const allowed = exchanged(given);
  if (!allowed || given.get('grant_type') !== 'authorization_code') return tokenRefusal('invalid_grant');
  const { people: _people, name, ...claims } = allowed.user;
  // Apple says names by the browser alone.
  const said = who === 'Apple' ? claims : { ...claims, ...(name !== undefined && { name }) };
  const id_token = await idToken(who, issuer, { ...allowed, user: said });
  return tokenAnswer(allowed.user, { id_token });
};

// https://developers.google.com/identity/openid-connect/openid-connect, https://developers.google.com/people
const google: Readonly<Record<string, (asked: UpstreamRequest) => UpstreamAnswer | Promise<UpstreamAnswer>>> = {
  'accounts.google.com/.well-known/openid-configuration': () => ({
    body: {
      issuer: 'https://accounts.google.com',
      authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
      token_endpoint: 'https://oauth2.googleapis.com/token',
      userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
      jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['plain', 'S256'],
    },
  }),
  'accounts.google.com/o/oauth2/v2/auth': (asked) => consent(asked, { error: 'access_denied' }),
  'www.googleapis.com/oauth2/v3/certs': () => keySet('Google'),
  'www.googleapis.com/oauth2/v4/token': ({ method, form }) =>
    method === 'POST' && isSecret(form)
      ? withId('Google', 'https://accounts.google.com', form)
      : tokenRefusal('invalid_client', 401),
  'people.googleapis.com/v1/people/me': (asked) => {
    const user = bearerOf(asked);
    const fields = (asked.query.get('personFields') ?? '').split(',').filter(Boolean);
    if (!user) return { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } };
    if (fields.length === 0) return { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT' } } };
    const people: Readonly<Record<string, unknown>> = Object(user.people);
    return {
      body: { resourceName: `people/${user.sub}`, ...Object.fromEntries(fields.map((one) => [one, people[one]])) },
    };
  },
};

// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
const facebook = ({ path, ...rest }: UpstreamRequest): UpstreamAnswer => {
  const asked = { ...rest, path };
  if (/^\/v[\d.]+\/dialog\/oauth$/.test(path)) {
    return consent(asked, {
      error: 'access_denied',
      error_code: '200',
      error_description: 'Permissions error',
      error_reason: 'user_denied',
    });
  }
  if (/^\/v[\d.]+\/oauth\/access_token$/.test(path) && asked.method === 'GET') {
    const allowed = isSecret(asked.query) ? exchanged(asked.query) : undefined;
    if (allowed) return tokenAnswer(allowed.user, { token_type: 'bearer' });
    return {
      status: 400,
      body: { error: { message: 'Invalid verification code', type: 'OAuthException', code: 100 } },
    };
  }
  const user = /^\/v[\d.]+\/me$/.test(path) ? bearerOf(asked) : undefined;
  if (!user) return { status: 400, body: { error: { message: 'Invalid OAuth access token', code: 190 } } };
  const fields = (asked.query.get('fields') ?? 'id,name').split(',');
  return { body: Object.fromEntries(['id', ...fields].filter((one) => one in user).map((one) => [one, user[one]])) };
};

// https://developer.amazon.com/docs/login-with-amazon/authorization-code-grant.html
const amazon: Readonly<Record<string, (asked: UpstreamRequest) => UpstreamAnswer>> = {
  'www.amazon.com/ap/oa': (asked) =>
    consent(asked, { error: 'access_denied', error_description: 'Access not permitted.' }),
  'api.amazon.com/auth/o2/token': ({ method, form }) => {
    if (method !== 'POST' || form.get('grant_type') !== 'authorization_code') return tokenRefusal('invalid_request');
    const allowed = isSecret(form) ? exchanged(form) : undefined;
    return allowed ? tokenAnswer(allowed.user, { token_type: 'bearer' }) : tokenRefusal('invalid_grant');
  },
  'api.amazon.com/user/profile': (asked) => {
    const user = bearerOf(asked);
    return user ? { body: user } : { status: 400, body: { error: 'invalid_token' } };
  },
};

/** The client id of an app at Apple whose key is this one. */
export const appleClientId = (publicKey: JWK): string =>
  `com.example.${Buffer.from(JSON.stringify(publicKey)).toString('base64url')}`;

// https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
const isAppleSecret = async (given: URLSearchParams): Promise<boolean> => {
  const clientId = given.get('client_id') ?? '';
  const jwk: JWK = JSON.parse(Buffer.from(clientId.replace('com.example.', ''), 'base64url').toString());
  try {
    const { payload, protectedHeader } = await jwtVerify(
      given.get('client_secret') ?? '',
      createPublicKey({ key: { ...jwk }, format: 'jwk' }),
      { algorithms: ['ES256'], issuer: 'TEAM123456', subject: clientId, audience: 'https://appleid.apple.com' },
    );
    const { iat = 0, exp = 0 } = payload;
    return protectedHeader.kid === 'KEY1234567' && exp > iat && exp - iat <= 15_777_000;
  } catch {
    return false;
  }
};

const apple: Readonly<Record<string, (asked: UpstreamRequest) => UpstreamAnswer | Promise<UpstreamAnswer>>> = {
  'appleid.apple.com/.well-known/openid-configuration': () => ({
    body: {
      issuer: 'https://appleid.apple.com',
      authorization_endpoint: 'https://appleid.apple.com/auth/authorize',
      token_endpoint: 'https://appleid.apple.com/auth/token',
      jwks_uri: 'https://appleid.apple.com/auth/keys',
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    },
  }),
  'appleid.apple.com/auth/authorize': (asked) => {
    // With name or email among the scopes, Apple takes no other mode.
    if (asked.query.get('response_mode') !== 'form_post') return { status: 400, body: 'invalid_request' };
    return formPosted(asked, consent(asked, { error: 'user_cancelled_authorize' }));
  },
  'appleid.apple.com/auth/keys': () => keySet('Apple'),
  'appleid.apple.com/auth/token': async ({ method, form }) =>
    method === 'POST' && (await isAppleSecret(form))
      ? withId('Apple', 'https://appleid.apple.com', form)
      : tokenRefusal('invalid_client'),
};

/** The hosts of the providers. */
export const socialHosts: readonly string[] = [
  'accounts.google.com',
  'www.googleapis.com',
  'people.googleapis.com',
  'www.facebook.com',
  'graph.facebook.com',
  'www.amazon.com',
  'api.amazon.com',
  'appleid.apple.com',
];

/** What the provider of that host answers. */
export const socialAnswer = async (asked: UpstreamRequest): Promise<UpstreamAnswer> => {
  if (asked.host.endsWith('.facebook.com')) return facebook(asked);
  const answer = { ...google, ...amazon, ...apple }[`${asked.host}${asked.path}`];
  return answer ? answer(asked) : { status: 404 };
};
