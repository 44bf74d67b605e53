/** Real OpenID providers, by oidc-provider from npm, in several shapes. */
import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Adapter, AdapterPayload, Configuration, Provider } from 'oidc-provider';
import { page, readRequest, secretFor, sendAnswer } from './exchange.ts';

/** How the providers differ. Each has an issuer with a path. */
export const providerShapes = ['usual', 'ec-keys', 'pairwise', 'no-userinfo', 'basic-only', 'private-key-jwt'] as const;

export type ProviderShape = (typeof providerShapes)[number];

const prefix = '/openid/';

/** The issuer of a shape. */
export const shapeIssuer = (host: string, shape: ProviderShape): string => `https://${host}${prefix}${shape}`;

/** The shape to which an address belongs. */
export const shapeAt = (path: string): ProviderShape | undefined =>
  providerShapes.find((shape) => path.startsWith(`${prefix}${shape}/`));

interface RegisteredClient {
  /** Where answers go. */
  readonly redirectUri: string;
  /** Where its public keys are, for a client that proves itself by one. */
  readonly jwksUri?: string;
}

/** The id of a client. It says all that the provider has to know, so nobody has to register it. */
export const clientIdFor = (client: RegisteredClient): string =>
  Buffer.from(JSON.stringify(client)).toString('base64url');

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

const authMethod = (shape: ProviderShape) => {
  if (shape === 'basic-only') return 'client_secret_basic';
  return shape === 'private-key-jwt' ? 'private_key_jwt' : 'client_secret_post';
};

const toClient = (shape: ProviderShape, id: string): AdapterPayload => {
  const { redirectUri, jwksUri }: RegisteredClient = JSON.parse(Buffer.from(id, 'base64url').toString());
  const method = authMethod(shape);
  return {
    client_id: id,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: method,
    ...(method !== 'private_key_jwt' && { client_secret: secretFor(id) }),
    ...(jwksUri !== undefined && { jwks_uri: jwksUri }),
    ...(shape === 'ec-keys' && { id_token_signed_response_alg: 'ES256' }),
    ...(shape === 'pairwise' && { subject_type: 'pairwise', sector_identifier_uri: undefined }),
  };
};

// All in memory. Clients are made of their ids.
const adapterFor = (shape: ProviderShape) => {
  const stored = new Map<string, AdapterPayload>();
  return (model: string): Adapter => {
    const key = (id: string): string => `${model} ${id}`;
    const findBy = (member: 'uid' | 'userCode', value: string): AdapterPayload | undefined =>
      [...stored].find(([name, payload]) => name.startsWith(`${model} `) && payload[member] === value)?.[1];
    return {
      upsert: async (id, payload) => void stored.set(key(id), payload),
      find: async (id) => (model === 'Client' ? toClient(shape, id) : stored.get(key(id))),
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (code) => findBy('userCode', code),
      consume: async (id) => {
        const payload = stored.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void stored.delete(key(id)),
      revokeByGrantId: async (grantId) => {
        for (const [name, payload] of stored) if (payload.grantId === grantId) stored.delete(name);
      },
    };
  };
};

const interactions = '/interaction/';

type Person = { readonly sub: string; readonly [claim: string]: string | boolean };

// As they described themselves last.
const people = new Map<string, Person>();

const configurationOf = (shape: ProviderShape): Configuration => ({
  adapter: adapterFor(shape),
  jwks: { keys: [shape === 'ec-keys' ? { ...ec, kid: 'ec', use: 'sig' } : { ...rsa, kid: 'rsa', use: 'sig' }] },
  cookies: { keys: ['of the tests'] },
  clientAuthMethods: [authMethod(shape)],
  subjectTypes: [shape === 'pairwise' ? 'pairwise' : 'public'],
  ...(shape === 'pairwise' && { pairwiseIdentifier: async (_ctx, accountId) => `pairwise of ${accountId}` }),
  ...(shape === 'ec-keys' && { enabledJWA: { idTokenSigningAlgValues: ['ES256'] } }),
  ...(shape === 'no-userinfo' && { conformIdTokenClaims: false }),
  pkce: { required: () => true },
  // By default it fetches nothing from this machine.
  fetch: (url, { method = 'GET', headers = {} } = {}) => fetch(url, { method, headers }),
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
  features: { devInteractions: { enabled: false }, userinfo: { enabled: shape !== 'no-userinfo' } },
  interactions: { url: (_ctx, { uid }) => `${prefix}${shape}${interactions}${uid}` },
  findAccount: async (_ctx, accountId) => ({
    accountId,
    claims: async () => people.get(accountId) ?? { sub: accountId },
  }),
  loadExistingGrant: async (ctx) => {
    const { client, session, provider } = ctx.oidc;
    const grant = new provider.Grant({
      ...(client && { clientId: client.clientId }),
      ...(session?.accountId !== undefined && { accountId: session.accountId }),
    });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});

const providers = new Map<ProviderShape, Promise<Provider>>();

const providerOf = (host: string, shape: ProviderShape): Promise<Provider> => {
  const known = providers.get(shape);
  if (known) return known;
  // To load it takes a while, and few runs need it.
  const making = import('oidc-provider').then(
    ({ Provider }) => new Provider(shapeIssuer(host, shape), configurationOf(shape)),
  );
  providers.set(shape, making);
  return making;
};

// Whoever signs in types who it is.
const signInPage = page(
  '<form method="post"><textarea name="user"></textarea><button id="allow">Allow</button></form>',
);

const interact = async (provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method !== 'POST') return sendAnswer(response, signInPage);
  const { form } = await readRequest(request);
  const person: Person = JSON.parse(form.get('user') ?? '');
  people.set(person.sub, person);
  await provider.interactionFinished(request, response, { login: { accountId: person.sub } });
};

/** Answers a request to the provider of that shape. */
export const answerAs = async (
  shape: ProviderShape,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const provider = await providerOf(host, shape);
  if (request.url?.includes(interactions)) return interact(provider, request, response);
  Object.assign(request, { originalUrl: request.url });
  request.url = request.url?.slice(`${prefix}${shape}`.length);
  await provider.callback()(request, response);
};
