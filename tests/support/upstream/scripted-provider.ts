/**
 * An OpenID provider that its own address scripts: what it publishes, what its tokens say and how they are signed. It asks
 * nobody: who signs in stands in login_hint.
 */
import { createHash, createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { newVault, redirectTo, tokenRefusal, type UpstreamAnswer, type UpstreamRequest } from './exchange.ts';

type Members = Readonly<Record<string, unknown>>;

/** What such a provider does otherwise than an honest one. Members that are null are left out. */
export interface ProviderScript {
  /** Keeps apart what would have the same address. */
  readonly name: string;
  readonly discovery?: Members | UpstreamAnswer;
  /** Parameters of the answer by the browser. */
  readonly back?: Readonly<Record<string, string | null>>;
  readonly claims?: Members;
  readonly header?: Members;
  readonly signature?: 'none' | 'other key' | 'public key as secret';
  readonly token?: UpstreamAnswer;
  readonly keys?: UpstreamAnswer;
  readonly userInfo?: Members;
  readonly userInfoAnswer?: UpstreamAnswer;
  /** The attributes come as a signed token. */
  readonly userInfoSigned?: 'own key' | 'other key';
  /** What the attributes are filled with. */
  readonly filling?: 'deep' | 'long';
}

const prefix = '/scripted-provider/';

/** The issuer that does what the script says. */
export const scriptedIssuer = (host: string, script: ProviderScript): string =>
  `https://${host}${prefix}${Buffer.from(JSON.stringify(script)).toString('base64url')}`;

/** True for an address of such a provider. */
export const isScriptedProvider = (path: string): boolean => path.startsWith(prefix);

interface Granted {
  readonly asked: URLSearchParams;
  readonly user: Members;
}

const codes = newVault<Granted>();
const accessTokens = newVault<Members>();
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const present = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const signedBy = async ({ signature, header }: ProviderScript, claims: Members): Promise<string> => {
  const named = present({ alg: 'ES256', kid: 'key', ...header });
  if (signature === 'none') return `${part({ ...named, alg: 'none' })}.${part(claims)}.`;
  if (signature === 'public key as secret') {
    const signed = `${part({ ...named, alg: 'HS256' })}.${part(claims)}`;
    const pem = own.publicKey.export({ type: 'spki', format: 'pem' });
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  }
  const key: KeyObject = signature === 'other key' ? other.privateKey : own.privateKey;
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', ...named }).sign(key);
};

const isAnswer = (value: Members | UpstreamAnswer | undefined): value is UpstreamAnswer =>
  value !== undefined && ('status' in value || 'body' in value || 'after' in value);

const published = (issuer: string, { discovery }: ProviderScript): UpstreamAnswer => {
  if (isAnswer(discovery)) return discovery;
  return {
    body: present({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['ES256'],
      code_challenge_methods_supported: ['S256'],
      ...discovery,
    }),
  };
};

const grant = ({ query }: UpstreamRequest, { back = {} }: ProviderScript): UpstreamAnswer => {
  const user: Members = JSON.parse(query.get('login_hint') ?? '{}');
  const answer = { code: codes.keep({ asked: query, user }), state: query.get('state'), ...back };
  return redirectTo(
    query.get('redirect_uri') ?? '',
    Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, value ?? undefined])),
  );
};

const isVerified = (asked: URLSearchParams, verifier: string | null): boolean => {
  const challenge = asked.get('code_challenge');
  return (
    challenge === null ||
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === challenge
  );
};

const exchange = async (issuer: string, { form }: UpstreamRequest, script: ProviderScript): Promise<UpstreamAnswer> => {
  const granted = codes.take(form.get('code') ?? '');
  if (!granted || !isVerified(granted.asked, form.get('code_verifier'))) return tokenRefusal('invalid_grant');
  if (script.token && script.token.body === undefined) return script.token;
  const { asked, user } = granted;
  const seconds = Math.floor(Date.now() / 1000);
  const claims = present({
    iss: issuer,
    aud: asked.get('client_id'),
    iat: seconds,
    exp: seconds + 300,
    nonce: asked.get('nonce'),
    ...(asked.has('max_age') && { auth_time: seconds }),
    sub: user.sub,
    ...script.claims,
  });
  const body = {
    access_token: accessTokens.keep(user),
    token_type: 'Bearer',
    expires_in: 300,
    id_token: await signedBy(script, claims),
    ...(typeof script.token?.body === 'object' && script.token.body),
  };
  return { ...script.token, body: present(body) };
};

const attributes = async (
  { authorization = '' }: UpstreamRequest,
  script: ProviderScript,
  issuer: string,
): Promise<UpstreamAnswer> => {
  const user = accessTokens.find(authorization.replace(/^Bearer /, ''));
  if (script.userInfoAnswer) return script.userInfoAnswer;
  if (user && script.userInfoSigned) {
    const signing = script.userInfoSigned === 'own key' ? {} : { signature: script.userInfoSigned };
    const body = await signedBy({ name: script.name, ...signing }, { ...user, iss: issuer });
    return { headers: { 'content-type': 'application/jwt' }, body };
  }
  return user ? { body: present({ ...user, ...script.userInfo }) } : { status: 401 };
};

const fillings = { deep: `${'['.repeat(50_000)}${']'.repeat(50_000)}`, long: `"${'a'.repeat(200_000)}"` };

const filled = (answer: UpstreamAnswer, { filling }: ProviderScript): UpstreamAnswer =>
  filling === undefined || typeof answer.body !== 'object'
    ? answer
    : { ...answer, body: `${JSON.stringify(answer.body).slice(0, -1)},"filling":${fillings[filling]}}` };

const asks = new Map<string, number>();

/** What the provider of that address answers. At `asked/<path>` below the issuer it says how often it was asked for that. */
export const scriptedProviderAnswer = async (asked: UpstreamRequest, origin: string): Promise<UpstreamAnswer> => {
  const [packed = '', ...rest] = asked.path.slice(prefix.length).split('/');
  const script: ProviderScript = JSON.parse(Buffer.from(packed, 'base64url').toString());
  const issuer = `${origin}${prefix}${packed}`;
  const [kind, ...named] = rest;
  if (kind === 'asked') return { body: asks.get(`${issuer}/${named.join('/')}`) ?? 0 };
  asks.set(`${origin}${asked.path}`, (asks.get(`${origin}${asked.path}`) ?? 0) + 1);
  switch (rest.join('/')) {
    case '.well-known/openid-configuration':
      return published(issuer, script);
    case 'authorize':
      return grant(asked, script);
    case 'token':
      return exchange(issuer, asked, script);
    case 'keys':
      return (
        script.keys ?? {
          body: { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'key', alg: 'ES256', use: 'sig' }] },
        }
      );
    case 'userinfo':
      return filled(await attributes(asked, script, issuer), script);
    default:
      return { status: 404 };
  }
};
